package io.github.rescuekit.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.diagnose.raid.RaidArray;
import io.github.rescuekit.diagnose.raid.RaidMember;
import io.github.rescuekit.diagnose.raid.RaidMember.Part;
import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.MdMember;
import io.github.rescuekit.model.MdTrace;
import io.github.rescuekit.ui.Health;
import io.github.rescuekit.ui.Toolkits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RaidCommandTest {

    private static final String UUID = "8961ae77:617e81fa:5ad58c54:e78a46ad";

    private final List<RaidArray> arrays = new ArrayList<>();
    private final SilentOperator operator = new SilentOperator();

    @Test
    void showsEachMemberWithItsEvents() {
        arrays.add(degraded());

        assertThat(run("raid", "status", "--plain")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out.toString()).isEqualTo("""
                        suspect      /dev/md0  (raid1, active)
                            degraded: it runs with 1 of 2 devices, and one more failure loses it;
                            /dev/sdb1 was left behind: an old half, 25 events behind
                            | /dev/sda1 in, Active device 0, events 42, Sat Nov 21 20:11:26 2026
                            | /dev/sdb1 left out, Active device 1, events 17, Sat Nov 21 20:11:26 2026
                            Next: look at its disk first ('rescuekit check /dev/sdb1'); when that is
                              healthy, it comes back with 'rescuekit raid replace --disk /dev/sdb'

                        1 array.
                        """);
    }

    @Test
    void tellsTheSameAsJson() {
        arrays.add(degraded());

        assertThat(run("raid", "--json")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        JsonObject array = JsonParser.parseString(operator.out.toString())
                .getAsJsonObject()
                .getAsJsonObject("result")
                .getAsJsonArray("arrays")
                .get(0)
                .getAsJsonObject();
        assertThat(array.get("device").getAsString()).isEqualTo("/dev/md0");
        assertThat(array.get("uuid").getAsString()).isEqualTo(UUID);
        assertThat(array.get("verdict").getAsString()).isEqualTo("suspect");
        JsonObject old = array.getAsJsonArray("members").get(1).getAsJsonObject();
        assertThat(old.get("part").getAsString()).isEqualTo("left_out");
        assertThat(old.get("events").getAsLong()).isEqualTo(17);
    }

    @Test
    void isDoneWhereThereIsNoArray() {
        assertThat(run("raid", "status")).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString()).isEqualTo("No device here belongs to an array of Linux.\n");
    }

    @Test
    void refusesAnotherWord() {
        assertThat(run("raid", "stats")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void statusTakesNoOptionThatCouldChangeSomething() {
        assertThat(run("raid", "status", "--yes")).isEqualTo(ExitCode.USAGE);
        assertThat(run("raid", "--disk", "/dev/sdb")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void replaceMustBeToldTheNewDisk() {
        assertThat(run("raid", "replace", "--yes")).isEqualTo(ExitCode.USAGE);
        assertThat(operator.err.toString()).contains("--disk DISK");
    }

    @Test
    void onlyReplaceWritesAndIsAJob() {
        RaidCommand command = new RaidCommand(Toolkits.on(new TestDisks().machine(), Toolkits.NO_HEALTH), operator);

        assertThat(command.level()).isEqualTo(Level.LOOK);
        assertThat(command.isLong()).isFalse();
        CommandLines.of("raid", command).parseArgs("replace", "--disk", "/dev/sdb");
        assertThat(command.level()).isEqualTo(Level.REPAIR);
        assertThat(command.isLong()).isTrue();
    }

    private static RaidArray degraded() {
        MdArray running = new MdArray(
                "/dev/md0",
                "active",
                Optional.of("raid1"),
                List.of(new MdArray.Member("/dev/sda1", 0, "")),
                List.of(true, false),
                Optional.empty());
        return new RaidArray(
                Optional.of(running),
                Optional.of(UUID),
                List.of(member("/dev/sda1", Part.IN, 0, 42), member("/dev/sdb1", Part.LEFT_OUT, 1, 17)));
    }

    private static RaidMember member(String device, Part part, int number, long events) {
        return new RaidMember(
                device,
                part,
                Optional.of(new MdTrace(
                        new MdMember(UUID, "raid1", 2, events, Optional.of("A.")),
                        Optional.of("Active device " + number),
                        Optional.of("Sat Nov 21 20:11:26 2026"),
                        Optional.of("clean"))),
                Optional.empty());
    }

    private ExitCode run(String... words) {
        Health health = new Health(
                limit -> {
                    throw new AssertionError("checked");
                },
                () -> {
                    throw new AssertionError("repaired");
                },
                () -> {
                    throw new AssertionError("tested");
                },
                () -> {
                    throw new AssertionError("records");
                },
                Databases.NONE,
                machine -> arrays,
                () -> {
                    throw new AssertionError("replaced");
                });
        return VerbRunner.here(Toolkits.on(new TestDisks().machine(), health), operator)
                .run(List.of(words));
    }
}
