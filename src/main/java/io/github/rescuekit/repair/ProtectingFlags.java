package io.github.rescuekit.repair;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.parse.Lsattr;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Which files of a system even root cannot change, by their flags of chattr(1). */
public final class ProtectingFlags {

    private final Runner runner;
    private final Predicate<String> isInstalled;

    public ProtectingFlags(Runner runner, Predicate<String> isInstalled) {
        this.runner = runner;
        this.isInstalled = isInstalled;
    }

    /**
     * Those of the files that have some, with their letters: {@code i} for immutable, {@code a} for append-only; empty when
     * nothing here can read them.
     *
     * @param paths free of links
     */
    public Optional<Map<String, String>> of(SystemFiles files, List<String> paths) {
        return isInstalled.test("lsattr") ? Optional.of(read(files, paths)) : Optional.empty();
    }

    private Map<String, String> read(SystemFiles files, List<String> paths) {
        Map<String, String> places = new LinkedHashMap<>();
        // lsattr ends each answer with a newline, and a name that holds one would be an answer of its own.
        paths.stream()
                .filter(it -> !it.contains("\n"))
                .forEach(path -> files.outside(path).map(Path::toString).ifPresent(it -> places.put(it, path)));
        Map<String, String> flags = new LinkedHashMap<>();
        if (!places.isEmpty()) {
            lsattr(List.copyOf(places.keySet())).forEach((place, letters) -> {
                String protecting = FileAttributes.protectingOf(letters);
                Optional.ofNullable(places.get(place))
                        .filter(path -> !protecting.isEmpty())
                        .ifPresent(path -> flags.put(path, protecting));
            });
        }
        return flags;
    }

    private Map<String, String> lsattr(List<String> places) {
        List<String> arguments = new ArrayList<>(List.of("-d", "--"));
        arguments.addAll(places);
        // 1: one of them is on a filesystem that has no such flags.
        Result result = runner.run(Command.of("lsattr", arguments).accepting(0, 1));
        return Lsattr.parseEach(result.out());
    }
}
