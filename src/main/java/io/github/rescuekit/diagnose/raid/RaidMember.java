package io.github.rescuekit.diagnose.raid;

import io.github.rescuekit.model.MdTrace;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A device of an array.
 *
 * @param trace what it knows of the array; empty when it could not be read
 * @param unread why
 */
public record RaidMember(String device, Part part, Optional<MdTrace> trace, Optional<String> unread) {

    /** What it is to the array now. */
    public enum Part {
        /** It runs in it. */
        IN("in"),
        SPARE("spare"),
        FAULTY("faulty"),
        /** It belongs to the array, which runs without it. */
        LEFT_OUT("left out"),
        /** The array does not run. */
        PRESENT("present");

        private final String word;

        Part(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** Counted up at each change of the array. */
    public OptionalLong events() {
        return trace.map(it -> OptionalLong.of(it.member().events())).orElseGet(OptionalLong::empty);
    }

    boolean is(Part wanted) {
        return part == wanted;
    }
}
