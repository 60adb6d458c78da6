package io.github.rescuekit.probe;

import io.github.rescuekit.model.MdState;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how an array stands, from sysfs: md(4). */
public final class ArrayProbe {

    private static final Pattern COMPLETED = Pattern.compile("(\\d{1,18}) / (\\d{1,18})");
    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");
    private static final String MEMBER = "dev-";

    private final KernelFiles files;

    public ArrayProbe() {
        this(Path.of("/"));
    }

    ArrayProbe(Path root) {
        this.files = new KernelFiles(root);
    }

    /**
     * The array at this moment; empty when it does not run.
     *
     * @param array such as {@code /dev/md0}
     */
    public Optional<MdState> look(String array) {
        String directory = "/sys/block/" + array.substring("/dev/".length()).replace('/', '!') + "/md/";
        return files.attribute(directory + "degraded")
                .filter(it -> COUNT.matcher(it).matches())
                .map(degraded -> new MdState(
                        Integer.parseInt(degraded),
                        files.attribute(directory + "sync_action").orElse("idle"),
                        sync(directory),
                        files.attribute(directory + "bitmap/location")
                                .filter(it -> !it.equals("none"))
                                .isPresent(),
                        members(directory)));
    }

    private Optional<MdState.Sync> sync(String directory) {
        return files.attribute(directory + "sync_completed")
                .map(COMPLETED::matcher)
                .filter(Matcher::matches)
                .map(it -> new MdState.Sync(
                        Long.parseLong(it.group(1)),
                        Long.parseLong(it.group(2)),
                        files.attribute(directory + "sync_speed")
                                .filter(speed -> COUNT.matcher(speed).matches())
                                .map(Long::parseLong)
                                .orElse(0L)));
    }

    private Map<String, List<String>> members(String directory) {
        Map<String, List<String>> members = new HashMap<>();
        files.names(directory).stream()
                .filter(it -> it.startsWith(MEMBER))
                .forEach(it -> members.put(
                        "/dev/" + it.substring(MEMBER.length()).replace('!', '/'),
                        List.of(files.attribute(directory + it + "/state")
                                .orElse("")
                                .split(",", -1))));
        return members;
    }
}
