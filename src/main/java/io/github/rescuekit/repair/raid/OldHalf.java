package io.github.rescuekit.repair.raid;

import io.github.rescuekit.diagnose.raid.RaidArray;
import io.github.rescuekit.diagnose.raid.RaidMember;
import io.github.rescuekit.diagnose.raid.RaidMember.Part;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.MdState;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.parse.MdadmExamineBitmap;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A member that an array has left behind, judged by the count of its events.
 *
 * @param array it runs, and is not the older one
 * @param current a member that works
 */
record OldHalf(RaidArray array, RaidMember member, RaidMember current) {

    static OldHalf of(RaidArray array, RaidMember member) {
        return new OldHalf(
                array,
                member,
                array.all(Part.IN).stream()
                        .filter(it -> it.trace().isPresent())
                        .findFirst()
                        .orElseThrow(() -> unread(array.members().get(0), array)));
    }

    private static RescueException unread(RaidMember member, RaidArray array) {
        return RescueException.refused(
                "unreadable-member",
                "what " + member.device() + " knows of " + array.name() + " could not be read"
                        + member.unread().map(it -> ": " + it).orElse(""),
                "look at the disk: rescuekit check " + member.device());
    }

    private long behind() {
        return current.events().orElseThrow() - events();
    }

    private long events() {
        return member.events().orElseThrow(() -> unread(member, array));
    }

    /** Why it cannot be given just what it missed; empty when it can. */
    Optional<String> obstacle(MdState state, Runner runner) {
        if (!knewTheOthers()) {
            return Optional.of("it was written to on its own, or may have been, and nobody noted what");
        }
        if (!state.hasBitmap()) {
            return Optional.of("the array has no write-intent bitmap, so that nobody noted what it missed");
        }
        long cleared =
                MdadmExamineBitmap.eventsCleared(runner.run(Command.of("mdadm", "--examine-bitmap", current.device()))
                        .out());
        return events() < cleared
                ? Optional.of("the bitmap notes only what was written after event " + cleared)
                : Optional.empty();
    }

    // When it was last written to, all of those that work now were in as well: so none of its writes is its own.
    private boolean knewTheOthers() {
        String then = slots(member);
        String now = slots(current);
        return !now.isEmpty()
                && then.length() == now.length()
                && IntStream.range(0, now.length()).allMatch(it -> now.charAt(it) != 'A' || then.charAt(it) == 'A');
    }

    // Metadata 0.90 tells none.
    private static String slots(RaidMember member) {
        return member.trace().flatMap(it -> it.member().slots()).orElse("");
    }

    String words() {
        return member.device() + " is an old half of " + array.name() + ", " + behind()
                + (behind() == 1 ? " event behind" : " events behind");
    }
}
