package io.github.rescuekit.repair;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Files beside those that a program may change, in directories that it can write to: it must leave them alone. */
record Bystanders(List<String> directories, List<String> patterns, Map<String, String> looks) {

    Bystanders {
        directories = List.copyOf(directories);
        patterns = List.copyOf(patterns);
        looks = Map.copyOf(looks);
    }

    static Bystanders of(List<String> directories, List<String> patterns, TargetReader reader) {
        return new Bystanders(directories, patterns, looks(directories, patterns, reader));
    }

    private static Map<String, String> looks(List<String> directories, List<String> patterns, TargetReader reader) {
        Map<String, String> looks = new TreeMap<>(reader.looksBelow(directories));
        reader.matching(patterns).forEach(looks::remove);
        return looks;
    }

    void requireUntouched(TargetReader reader, Step.RunProgram step) {
        Map<String, String> now = looks(directories, patterns, reader);
        TreeSet<String> touched = new TreeSet<>();
        now.forEach((path, look) -> {
            if (!look.equals(looks.get(path))) {
                touched.add(path);
            }
        });
        looks.keySet().stream().filter(it -> !now.containsKey(it)).forEach(touched::add);
        if (!touched.isEmpty()) {
            throw new RescueException(
                    ExitCode.TOOL_FAILED,
                    step.path() + " changed what it was not expected to: "
                            + String.join(", ", touched.stream().limit(3).toList()),
                    "look at it in a chroot ('rescuekit chroot --write'); Rescuekit has no older copy of that file");
        }
    }
}
