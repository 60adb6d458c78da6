package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.Distribution;
import io.github.rescuekit.installed.Distribution.Family;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentVersionTest {

    private static final Distribution DEBIAN = distribution(Family.DEBIAN, "12");

    @ParameterizedTest
    @CsvSource({
        "1:7.2+dfsg-7+deb12u18+b3, 7 2",
        "7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3), 7 2 22",
        "8.1.5-r0, 8 1 5",
        "17:8.2.0-11.el9_4, 8 2 0",
        "0.12.1.2-2.506.el6, 0 12 1 2",
        "10.0.3 (openSUSE Tumbleweed), 10 0 3"
    })
    void readsUpstreamsNumbers(String text, String numbers) {
        List<Integer> expected =
                List.of(numbers.split(" ", -1)).stream().map(Integer::valueOf).toList();

        assertThat(version(text).numbers()).isEqualTo(expected);
    }

    @Test
    void knowsNoVersionInOtherText() {
        assertThat(AgentVersion.parse("development")).isEmpty();
        assertThat(AgentVersion.parse("")).isEmpty();
        assertThat(AgentVersion.parse("7")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"7.1.0, false, true", "7.2, true, true", "9.0.4, true, true", "9.1.0, true, false", "10.0, true, false"
    })
    void knowsTheKeysOfEachVersion(String text, boolean blockRpcs, boolean blacklist) {
        assertThat(version(text).knowsBlockRpcs()).isEqualTo(blockRpcs);
        assertThat(version(text).knowsBlacklist()).isEqualTo(blacklist);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0, DEBIAN, 13, true",
        "11.0, SUSE, 16.0, true",
        "9.2.0, DEBIAN, 13, false",
        "9.1.0, RHEL, 9.6, true",
        "9.1.0, RHEL, 9.10, true",
        "9.1.0, RHEL, 10.0, true",
        "9.1.0, RHEL, 9.5, false",
        "9.1.0, RHEL, 9, false",
        "8.2.0, RHEL, 9.6, false",
        "6.2.0, RHEL, 8.10, false"
    })
    void knowsWhoSkipsBinds(String text, Family family, String release, boolean skips) {
        assertThat(version(text).skipsBinds(distribution(family, release))).isEqualTo(skips);
    }

    @Test
    void doesNotStumbleOverAReleaseThatIsNoNumber() {
        assertThat(version("9.1.0").skipsBinds(distribution(Family.RHEL, "rolling")))
                .isFalse();
        assertThat(version("7.2").skipsBinds(DEBIAN)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0.12.1, true", "1.5.3, true", "2.0.0, true", "2.0.1, false", "2.1, false", "7.2, false"})
    void knowsTheOldOrderOfFreezing(String text, boolean inMountOrder) {
        assertThat(version(text).freezesInMountOrder()).isEqualTo(inMountOrder);
    }

    private static AgentVersion version(String text) {
        return AgentVersion.parse(text).orElseThrow();
    }

    private static Distribution distribution(Family family, String release) {
        return new Distribution("test", family, Optional.of(release), "Test");
    }
}
