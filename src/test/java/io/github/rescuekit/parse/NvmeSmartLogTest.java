package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NvmeSmartLogTest {

    @Test
    void readsAHealthyDrive() {
        assertThat(log("healthy")).isEqualTo(new NvmeSmartLog.Health(List.of(), 100, 10, 3, 0));
    }

    @Test
    void readsAFailingDrive() {
        NvmeSmartLog.Health health = log("failing");

        assertThat(health.warnings()).containsExactly(NvmeSmartLog.Warning.RELIABILITY);
        assertThat(health.isShortOfSpare()).isTrue();
        assertThat(health.mediaErrors()).isEqualTo(31);
    }

    @Test
    void refusesALogWithoutItsWarnings() {
        assertThatThrownBy(() -> NvmeSmartLog.parse("{}")).isInstanceOf(UnexpectedOutputException.class);
        assertThatThrownBy(() -> NvmeSmartLog.parse("{\"critical_warning\":\"many\"}"))
                .isInstanceOf(UnexpectedOutputException.class);
    }

    private static NvmeSmartLog.Health log(String name) {
        return NvmeSmartLog.parse(Fixture.of("nvme/debian-12/" + name).stdout());
    }
}
