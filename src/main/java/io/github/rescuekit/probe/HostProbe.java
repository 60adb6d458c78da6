package io.github.rescuekit.probe;

import io.github.rescuekit.model.Host;
import io.github.rescuekit.parse.Meminfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what the kernel tells of the machine in files of a few lines; nothing is started. */
public final class HostProbe {

    private static final Pattern PROCESSOR = Pattern.compile("(?m)^(?:model name|Processor|cpu model)\\s*:\\s*(.+)$");
    private static final Pattern THREAD = Pattern.compile("(?m)^processor\\s*:?\\s*\\d+");

    private final KernelFiles files;

    public HostProbe() {
        this(Path.of("/"));
    }

    HostProbe(Path root) {
        this.files = new KernelFiles(root);
    }

    /** The machine as it runs now. */
    public Host look() {
        String processors = files.text("/proc/cpuinfo").orElse("");
        return new Host(
                product(),
                first(PROCESSOR, processors).map(it -> it.strip().replaceAll("\\s+", " ")),
                (int) THREAD.matcher(processors).results().count(),
                Meminfo.parse(files.text("/proc/meminfo").orElse("")).total(),
                files.exists("/sys/firmware/efi"),
                files.attribute("/proc/sys/kernel/osrelease"));
    }

    private Optional<String> product() {
        List<String> words = Stream.of("sys_vendor", "product_name")
                .flatMap(name -> files.attribute("/sys/class/dmi/id/" + name).stream())
                .flatMap(it -> MakersWords.of(it).stream())
                .toList();
        return words.isEmpty()
                ? files.attribute("/proc/device-tree/model").map(it -> it.replace("\0", ""))
                : Optional.of(String.join(" ", words));
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
