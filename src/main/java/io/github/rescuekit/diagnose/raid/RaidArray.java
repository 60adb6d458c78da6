package io.github.rescuekit.diagnose.raid;

import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.MdMember;
import io.github.rescuekit.model.MdTrace;
import io.github.rescuekit.model.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An array of this machine, running or not.
 *
 * @param running as the kernel runs it; empty when it does not
 * @param uuid as mdadm writes it; empty when no member could be read
 */
public record RaidArray(Optional<MdArray> running, Optional<String> uuid, List<RaidMember> members) {

    /**
     * What is to be thought of it.
     *
     * @param summary one sentence
     * @param next what to do about it; empty when nothing need be done
     */
    public record Judgement(Verdict verdict, String summary, Optional<String> next) {}

    public RaidArray {
        members = List.copyOf(members);
    }

    /** For a person: its node, or the members that it is made of. */
    public String name() {
        return running.map(MdArray::path)
                .orElseGet(() -> "array of "
                        + String.join(
                                ", ", members.stream().map(RaidMember::device).toList()));
    }

    public Optional<String> level() {
        return running.flatMap(MdArray::level).or(() -> newest().map(MdMember::level));
    }

    /** How many members it is made for. */
    public Optional<Integer> devices() {
        return newest().map(MdMember::devices);
    }

    /** What the members know that were written to last. */
    public Optional<MdMember> newest() {
        return traces().map(MdTrace::member).max(Comparator.comparingLong(MdMember::events));
    }

    Stream<MdTrace> traces() {
        return members.stream().flatMap(it -> it.trace().stream());
    }

    /** The members that are that to it. */
    public List<RaidMember> all(RaidMember.Part part) {
        return members.stream().filter(it -> it.is(part)).toList();
    }

    public Judgement judgement() {
        return running.map(it -> new RunningArray(this, it).judge()).orElseGet(() -> new StoppedArray(this).judge());
    }
}
