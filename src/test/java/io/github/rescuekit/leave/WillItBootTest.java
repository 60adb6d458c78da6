package io.github.rescuekit.leave;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Verdict;
import org.junit.jupiter.api.Test;

class WillItBootTest {

    private final Server server = new Server();

    @Test
    void hasNoDoubtAboutAServerThatBoots() {
        assertThat(server.doubts()).isEmpty();
        assertThat(server.verdicts()).allSatisfy(it -> {
            assertThat(it.evidence()).isNotEmpty();
            assertThat(it.next()).isEmpty();
        });
    }

    @Test
    void isNotSureOfAnythingInAViewThatMayMissFiles() {
        server.incomplete("/dev/vda3 has changes in its journal that are not shown");

        assertThat(server.verdict("view").verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(server.verdict("view").evidence())
                .containsExactly("/dev/vda3 has changes in its journal that are not shown");
    }
}
