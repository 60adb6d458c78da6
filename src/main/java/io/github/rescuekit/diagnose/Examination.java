package io.github.rescuekit.diagnose;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.Finding;
import java.util.List;
import java.util.Optional;

/** Looks at an installed system for faults of one kind. */
public interface Examination {

    /** A stable word for {@code diagnose ID}. */
    String id();

    /** What is wrong; empty on a healthy system and on one that is already repaired. */
    List<Finding> diagnose(InstalledSystem system);

    /** What it cannot tell of a system, one sentence each with the reason; never to be read as healthy. */
    default List<String> unknowns(InstalledSystem system) {
        return List.of();
    }

    /** The same in less time, for the first look at a server: it leaves out what {@link #leftOut} names. */
    default Examination quick() {
        return this;
    }

    /** What it did not look at, in the words of a sentence that goes on with "was not looked at". */
    default Optional<String> leftOut() {
        return Optional.empty();
    }
}
