package io.github.rescuekit.repair.initramfs;

import java.util.List;
import java.util.Set;

/**
 * Something without which the root is not found.
 *
 * @param reason what needs it
 * @param modules any of them does
 * @param programs any of them does; none when the kernel alone does it
 */
record Need(String reason, Set<String> modules, List<String> programs) {

    Need {
        modules = Set.copyOf(modules);
        programs = List.copyOf(programs);
    }

    static Need module(String reason, Set<String> modules) {
        return new Need(reason, modules, List.of());
    }

    /** Neither module nor program is known for it. */
    boolean isUnknown() {
        return modules.isEmpty();
    }
}
