package io.github.rescuekit.diagnose.raid;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.diagnose.raid.RaidMember.Part;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RaidLookTest {

    private static final String ONE = "8961ae77:617e81fa:5ad58c54:e78a46ad";
    private static final String TWO = "da7ada7a:617e81fa:5ad58c54:e78a46ad";

    private final TestDisks disks =
            new TestDisks().disk("/dev/sda").disk("/dev/sdb").disk("/dev/sdc");
    private final Map<String, String> superblocks = new HashMap<>();
    private final List<MdArray> running = new ArrayList<>();
    private String level = "raid1";
    private int devices = 2;

    /** A member as mdadm prints it. */
    private void member(String device, String uuid, long events, String arrayState) {
        member(device, uuid, events, arrayState, "clean", "Active device 0");
    }

    private void member(String device, String uuid, long events, String arrayState, String state, String role) {
        disks.partition(device, "linux_raid_member");
        superblocks.put(device, """
                     Array UUID : %s
                     Raid Level : %s
                   Raid Devices : %d
                          State : %s
                    Update Time : Sat Nov 21 20:11:26 2026
                         Events : %d
                    Device Role : %s
                    Array State : %s ('A' == active, '.' == missing, 'R' == replacing)
                """.replaceFirst("%s", uuid)
                .replaceFirst("%s", level)
                .replaceFirst("%d", Integer.toString(devices))
                .replaceFirst("%s", state)
                .replaceFirst("%d", Long.toString(events))
                .replaceFirst("%s", role)
                .replaceFirst("%s", arrayState));
    }

    private void running(String slots, String activity, MdArray.Member... members) {
        running.add(new MdArray(
                "/dev/md0",
                "active",
                Optional.of(level),
                List.of(members),
                slots.chars().mapToObj(it -> it == 'U').toList(),
                Optional.of(activity).filter(it -> !it.isEmpty())));
    }

    private static MdArray.Member in(String device, String flags) {
        return new MdArray.Member(device, 0, flags);
    }

    private List<RaidArray> arrays() {
        Machine machine = disks.machine();
        return new RaidLook(this::answer).of(new Machine(machine.devices(), List.of(), List.of(), running, List.of()));
    }

    private RaidArray.Judgement judgement() {
        assertThat(arrays()).hasSize(1);
        return arrays().get(0).judgement();
    }

    private Result answer(Command command) {
        List<String> words = command.arguments();
        assertThat(words).hasSize(2).first().isEqualTo("--examine");
        String text = superblocks.get(words.get(1));
        if (text == null) {
            throw new RescueException(ExitCode.TOOL_FAILED, "it does not answer", "look at it");
        }
        return new Result(0, text, "", Duration.ZERO, false);
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(arrays()).isEmpty();
    }

    @Test
    void tellsTheMembersOfAWholeArray() {
        member("/dev/sda1", ONE, 17, "AA");
        member("/dev/sdb1", ONE, 17, "AA");
        running("UU", "", in("/dev/sda1", ""), in("/dev/sdb1", ""));

        assertThat(judgement())
                .isEqualTo(new RaidArray.Judgement(Verdict.HEALTHY, "all of its devices are in", Optional.empty()));
        RaidArray array = arrays().get(0);
        assertThat(array.uuid()).contains(ONE);
        assertThat(array.devices()).contains(2);
        assertThat(array.members()).extracting(RaidMember::part).containsExactly(Part.IN, Part.IN);
    }

    @Test
    void tellsAnOldHalfByItsEvents() {
        member("/dev/sda1", ONE, 42, "A.");
        member("/dev/sdb1", ONE, 17, "AA");
        running("U_", "", in("/dev/sda1", ""));

        assertThat(judgement().verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(judgement().summary())
                .isEqualTo("degraded: it runs with 1 of 2 devices, and one more failure loses it; /dev/sdb1 was left"
                        + " behind: an old half, 25 events behind");
        assertThat(judgement().next().orElseThrow()).endsWith("'rescuekit raid replace --disk /dev/sdb'");
    }

    @Test
    void warnsWhenTheOldHalfIsTheOneThatRuns() {
        member("/dev/sda1", ONE, 17, "AA");
        member("/dev/sdb1", ONE, 42, ".A");
        running("U_", "", in("/dev/sda1", ""));

        assertThat(judgement().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(judgement().summary())
                .isEqualTo("what runs is the old half: /dev/sdb1 is 25 events ahead and holds newer data");
    }

    @Test
    void namesTheMemberThatWasThrownOut() {
        member("/dev/sda1", ONE, 42, "A.");
        member("/dev/sdb1", ONE, 40, "AA");
        running("U_", "", in("/dev/sda1", ""), in("/dev/sdb1", "F"));

        assertThat(judgement().verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(judgement().next().orElseThrow()).startsWith("look at /dev/sdb1 first");
    }

    @Test
    void tellsHowFarARebuildIs() {
        member("/dev/sda1", ONE, 42, "AA");
        member("/dev/sdb1", ONE, 42, "AA");
        running("U_", "recovery = 12.6% (37043392/292945152)", in("/dev/sda1", ""), in("/dev/sdb1", ""));

        assertThat(judgement().summary()).isEqualTo("it is being rebuilt: recovery = 12.6% (37043392/292945152)");
    }

    @Test
    void doesNotCallHealthyWhatCannotBeRead() {
        member("/dev/sda1", ONE, 42, "AA");
        disks.partition("/dev/sdb1", "linux_raid_member");
        running("UU", "", in("/dev/sda1", ""), in("/dev/sdb1", ""));

        assertThat(judgement().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(judgement().summary()).endsWith("could not be read: it does not answer");
    }

    @Test
    void saysThatAnArrayWithoutRedundancyHasNone() {
        level = "raid0";
        member("/dev/sda1", ONE, 0, "AA");
        member("/dev/sdb1", ONE, 0, "AA");
        running("", "", in("/dev/sda1", ""), in("/dev/sdb1", ""));

        assertThat(judgement().summary()).endsWith("it has nothing to lose one of them");
    }

    @Test
    void tellsArraysApartThatNobodyAssembled() {
        member("/dev/sda1", ONE, 17, "AA");
        member("/dev/sdb1", ONE, 17, "AA");
        member("/dev/sda2", TWO, 5, "AA");

        assertThat(arrays())
                .extracting(RaidArray::name)
                .containsExactly("array of /dev/sda1, /dev/sdb1", "array of /dev/sda2");
        assertThat(arrays().get(0).judgement().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(arrays().get(1).judgement().summary()).startsWith("a lone half: only 1 of 2 devices are here");
    }

    @Test
    void tellsADirtyEnd() {
        member("/dev/sda1", ONE, 17, "AA", "active", "Active device 0");
        member("/dev/sdb1", ONE, 17, "AA", "active", "Active device 1");

        assertThat(judgement().verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(judgement().summary()).contains("not stopped in order");
    }

    @Test
    void tellsTheOldHalfOfAStoppedArray() {
        member("/dev/sda1", ONE, 42, "A.");
        member("/dev/sdb1", ONE, 17, "AA");

        assertThat(judgement().verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(judgement().summary())
                .isEqualTo("degraded: 1 of 2 devices are here; /dev/sdb1 is an old half, 25 events behind");
    }

    @Test
    void tellsWhenTooFewAreHere() {
        level = "raid5";
        devices = 3;
        member("/dev/sda1", ONE, 42, "AA.");

        assertThat(judgement().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(judgement().summary()).isEqualTo("too few: only 1 of 3 devices are here");
    }

    @Test
    void countsNoSpareAsADevice() {
        member("/dev/sda1", ONE, 42, "A.");
        member("/dev/sdb1", ONE, 42, "A.", "clean", "spare");

        assertThat(judgement().summary()).isEqualTo("degraded: 1 of 2 devices are here");
    }

    @Test
    void doesNotJudgeAStoppedArrayWithAMemberThatCannotBeRead() {
        disks.partition("/dev/sda1", "linux_raid_member");

        assertThat(judgement().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void takesAnInactiveArrayForAStoppedOne() {
        member("/dev/sda1", ONE, 42, "A.");
        running.add(new MdArray(
                "/dev/md127",
                "inactive",
                Optional.empty(),
                List.of(in("/dev/sda1", "S")),
                List.of(),
                Optional.empty()));

        assertThat(judgement().summary()).isEqualTo("degraded: 1 of 2 devices are here");
    }
}
