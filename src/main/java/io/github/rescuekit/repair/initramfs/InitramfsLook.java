package io.github.rescuekit.repair.initramfs;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.Kernel;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.BusDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Looks into the initramfs of a kernel: does it hold what this machine needs to find the root? */
public final class InitramfsLook {

    /**
     * What was found in it, one sentence each.
     *
     * @param missing the kernel does not get to its root for lack of it
     * @param unknown what cannot be told
     * @param evidence what is there
     */
    public record Inside(List<String> missing, List<String> unknown, List<String> evidence) {

        public Inside {
            missing = List.copyOf(missing);
            unknown = List.copyOf(unknown);
            evidence = List.copyOf(evidence);
        }

        /** There is no initramfs to look into. */
        public static final Inside NOTHING = new Inside(List.of(), List.of(), List.of());

        /** Nothing of it could be judged. */
        public boolean isClosed() {
            return missing.isEmpty() && evidence.isEmpty() && !unknown.isEmpty();
        }

        private Inside and(Inside other) {
            return new Inside(
                    joined(missing, other.missing), joined(unknown, other.unknown), joined(evidence, other.evidence));
        }

        private static List<String> joined(List<String> some, List<String> more) {
            return Stream.concat(some.stream(), more.stream()).toList();
        }

        static Inside evidence(String sentence) {
            return new Inside(List.of(), List.of(), List.of(sentence));
        }

        static Inside missing(String sentence) {
            return new Inside(List.of(sentence), List.of(), List.of());
        }

        static Inside unknown(String sentence) {
            return new Inside(List.of(), List.of(sentence), List.of());
        }
    }

    /** Looks into none, and tells nothing. */
    public static final InitramfsLook CLOSED = new InitramfsLook(Optional.empty(), disk -> List.of());

    private final Optional<ContentReader> reader;
    private final Function<BlockDevice, List<BusDevice>> hardware;

    /** @param hardware what a disk hangs on, on this machine */
    public InitramfsLook(Unpacker unpacker, Function<BlockDevice, List<BusDevice>> hardware) {
        this(Optional.of(new ContentReader(unpacker)), hardware);
    }

    private InitramfsLook(Optional<ContentReader> reader, Function<BlockDevice, List<BusDevice>> hardware) {
        this.reader = reader;
        this.hardware = hardware;
    }

    /** Where no program is there to unpack with: what is plain or packed by gzip can be read. */
    public static InitramfsLook withoutPrograms(Function<BlockDevice, List<BusDevice>> hardware) {
        return new InitramfsLook(
                Unpacker.with((command, source) -> {
                    throw new RescueException(
                            ExitCode.TOOL_FAILED, "there is no " + command.program() + " to unpack it", "install it");
                }),
                hardware);
    }

    /**
     * What the initramfs lacks for a root.
     *
     * @param paths of all that is loaded with the kernel, which exist
     */
    public Inside look(InstalledSystem system, BlockDevice root, Kernel kernel, List<String> paths) {
        SystemFiles files = system.files();
        String where = String.join(" and ", paths);
        return reader.flatMap(it -> content(it, files, paths))
                .map(it -> judge(it, where, system, root, kernel))
                .orElse(Inside.NOTHING);
    }

    private static Optional<Content> content(ContentReader reader, SystemFiles files, List<String> paths) {
        return paths.stream()
                .flatMap(path -> files.find(path).stream())
                .filter(SystemFile::isRegular)
                .map(file -> reader.read(files, file))
                .reduce(Content::and);
    }

    private Inside judge(Content content, String where, InstalledSystem system, BlockDevice root, Kernel kernel) {
        if (content.unknown().isPresent()) {
            return Inside.unknown(
                    where + " was not looked into: " + content.unknown().get());
        }
        if (content.damage().isPresent()) {
            return Inside.missing(
                    where + " cannot be unpacked: " + content.damage().get());
        }
        if (!content.hasInit()) {
            return Inside.missing(where + " holds no /init to start");
        }
        Optional<String> release = release(content, system.files(), kernel);
        Optional<KernelModules> modules = release.flatMap(it -> KernelModules.of(system.files(), it));
        if (modules.isEmpty()) {
            return Inside.unknown("what has to be in " + where + " cannot be told: there is no list of the modules of "
                    + kernel.release());
        }
        Inside drivers = judge(
                new RootNeeds(system.machine(), modules.get(), hardware).of(root),
                where,
                content,
                content.modules(release.orElseThrow()),
                modules.get());
        return Optional.ofNullable(content.texts().get(Content.CRYPTTAB))
                .map(it -> drivers.and(new RootUnlocking(system, root).judge(it, where)))
                .orElse(drivers);
    }

    // Arch and Alpine name a kernel for its flavour, and its modules for its release.
    private static Optional<String> release(Content content, SystemFiles files, Kernel kernel) {
        List<String> candidates = Stream.concat(Stream.of(kernel.release()), content.releases().stream())
                .filter(it -> files.exists("/lib/modules/" + it + "/modules.dep"))
                .distinct()
                .toList();
        return candidates.contains(kernel.release()) || candidates.size() == 1
                ? Optional.of(candidates.get(0))
                : Optional.empty();
    }

    private static Inside judge(
            List<Need> needs, String where, Content content, Set<String> inside, KernelModules modules) {
        List<String> missing = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<String> evidence = new ArrayList<>();
        for (Need need : needs) {
            if (need.isUnknown()) {
                unknown.add("no driver is known for it in " + where + ": " + need.reason());
                continue;
            }
            List<String> absent = absent(need, content, inside, modules);
            if (absent.isEmpty()) {
                evidence.add(
                        String.join(" or ", need.modules().stream().sorted().toList()) + " is there: " + need.reason());
            } else {
                missing.add(where + " has no " + String.join(", ", absent) + ": " + need.reason());
            }
        }
        return new Inside(missing, unknown, evidence);
    }

    // Of several drivers the one counts that lacks least.
    private static List<String> absent(Need need, Content content, Set<String> inside, KernelModules modules) {
        List<String> absent = new ArrayList<>(need.modules().stream()
                .sorted()
                .map(module -> modules.loadedFor(module).stream()
                        .filter(it -> !inside.contains(it))
                        .toList())
                .min(Comparator.comparingInt(List::size))
                .orElse(List.of()));
        if (!need.programs().isEmpty() && need.programs().stream().noneMatch(content::hasProgram)) {
            absent.add(need.programs().get(0));
        }
        return absent;
    }
}
