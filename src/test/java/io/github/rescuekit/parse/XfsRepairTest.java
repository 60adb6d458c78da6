package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.parse.XfsRepair.Outcome;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class XfsRepairTest {

    @Test
    void readsTheCheckOfACleanFilesystem() {
        assertThat(check("clean")).isEqualTo(Outcome.CLEAN);
        assertThat(problems("clean")).isEmpty();
    }

    @Test
    void doesNotTakeADirtyLogForDamage() {
        assertThat(Fixture.of("xfs_repair/debian-12/dirty").exit()).isEqualTo(1);
        assertThat(check("dirty")).isEqualTo(Outcome.DIRTY_LOG);
    }

    @Test
    void listsDamage() {
        assertThat(check("damaged")).isEqualTo(Outcome.CORRUPT);
        assertThat(problems("damaged"))
                .containsExactly(
                        "agi_count 9999, counted 128 in ag 0", "would have reset inode 129 nlinks from 77 to 1");
    }

    @Test
    void takesADestroyedSuperblockForDamage() {
        assertThat(check("no-superblock")).isEqualTo(Outcome.CORRUPT);
    }

    @Test
    void doesNotTakeABusyDeviceForDamage() {
        String busy =
                "xfs_repair: /dev/sda1 contains a mounted filesystem\n\nfatal error -- couldn't initialize XFS library";

        assertThat(XfsRepair.ofCheck(1, busy)).isEqualTo(Outcome.NOT_RUN);
    }

    @Test
    void readsRepairs() {
        assertThat(repair("repair-clean")).isEqualTo(Outcome.CLEAN);
        assertThat(repair("repair-damaged")).isEqualTo(Outcome.REPAIRED);
        assertThat(repair("repair-dirty")).isEqualTo(Outcome.DIRTY_LOG);
    }

    @Test
    void readsTheInodesThatACopyOfTheSuperblockDoesNotName() {
        List<String> lines = List.of(
                "writing modified primary superblock",
                "sb realtime bitmap inode value 18446744073709551615 (NULLFSINO) inconsistent with calculated value 129",
                "resetting superblock realtime bitmap inode pointer to 129",
                "sb realtime summary inode value 18446744073709551615 (NULLFSINO) inconsistent with calculated value 130",
                "resetting superblock realtime summary inode pointer to 130");

        assertThat(XfsRepair.realtimeInodes(lines)).contains(new XfsRepair.RealtimeInodes(129, 130));
        assertThat(XfsRepair.realtimeInodes(lines.subList(0, 3))).isEmpty();
    }

    static IntStream everyCode() {
        return IntStream.rangeClosed(0, 255);
    }

    @ParameterizedTest
    @MethodSource("everyCode")
    void knowsEveryCode(int code) {
        Outcome repair = XfsRepair.ofRepair(code);
        Outcome check = XfsRepair.ofCheck(code, "");

        assertThat(repair)
                .isEqualTo(
                        switch (code) {
                            case 0 -> Outcome.CLEAN;
                            case 1 -> Outcome.NOT_RUN;
                            case 2 -> Outcome.DIRTY_LOG;
                            case 4 -> Outcome.REPAIRED;
                            default -> Outcome.UNKNOWN;
                        });
        assertThat(check)
                .isEqualTo(
                        switch (code) {
                            case 0 -> Outcome.CLEAN;
                            case 1 -> Outcome.CORRUPT;
                            case 2 -> Outcome.DIRTY_LOG;
                            default -> Outcome.UNKNOWN;
                        });
    }

    @Test
    void leavesOutWhatItSaysOfAFileThatStandsForTheDevice() {
        String text = """
                Cannot get host filesystem geometry.
                Repair may fail if there is a sector size mismatch between
                the image and the host filesystem.
                Phase 1 - find and verify superblock...
                cleared inode 131
                """;

        assertThat(XfsRepair.problems(text, "")).containsExactly("cleared inode 131");
    }

    private static Outcome check(String name) {
        Fixture fixture = Fixture.of("xfs_repair/debian-12/" + name);
        return XfsRepair.ofCheck(fixture.exit(), fixture.all());
    }

    private static Outcome repair(String name) {
        return XfsRepair.ofRepair(Fixture.of("xfs_repair/debian-12/" + name).exit());
    }

    private static List<String> problems(String name) {
        Fixture fixture = Fixture.of("xfs_repair/debian-12/" + name);
        return XfsRepair.problems(fixture.stdout(), fixture.stderr());
    }
}
