package io.github.rescuekit.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {

    @Test
    void namesTheFeatureAndAllPackagesThatAreMissing(@TempDir Path directory) {
        assertThatExceptionOfType(RescueException.class)
                .isThrownBy(() -> Programs.require(
                        TestInstruments.tools(directory, "choom"),
                        "test all",
                        List.of("memtester", "choom", "stress-ng")))
                .satisfies(e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.TOOL_FAILED);
                    assertThat(e.happened())
                            .isEqualTo("'rescuekit test all' needs memtester and stress-ng, not installed here");
                    assertThat(e.next())
                            .isEqualTo(
                                    "install what is missing ('apt-get install memtester stress-ng'), then try again");
                });
    }

    @Test
    void saysNothingWhenAllAreThere(@TempDir Path directory) {
        Programs.require(TestInstruments.tools(directory, "choom"), "test all", List.of("choom"));
    }
}
