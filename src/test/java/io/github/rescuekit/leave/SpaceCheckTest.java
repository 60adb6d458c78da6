package io.github.rescuekit.leave;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Verdict;
import org.junit.jupiter.api.Test;

class SpaceCheckTest {

    private final Server server = new Server();

    @Test
    void tellsHowMuchRoomThereIs() {
        assertThat(verdict().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(verdict().summary()).isEqualTo("/: 4.0 GiB of 10.0 GiB free, /var: 4.0 GiB of 10.0 GiB free");
    }

    @Test
    void suspectsAFilesystemThatIsFull() {
        server.outside.space("/var", Bytes.mib(3));

        assertThat(verdict().verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(verdict().summary()).isEqualTo("services that write may not start: /var is full");
    }

    private LeaveVerdict verdict() {
        return server.verdict("space");
    }
}
