package io.github.rescuekit.diagnose;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.Finding;
import java.util.List;

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
}
