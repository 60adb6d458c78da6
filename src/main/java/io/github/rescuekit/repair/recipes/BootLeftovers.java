package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.Kernel;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.boot.BootMenus;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.EntryKernel;
import io.github.rescuekit.repair.boot.Fault;
import io.github.rescuekit.repair.boot.KernelParts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernels of a system, those that are whole and what is left of others.
 *
 * @param whole that can be started, the newest first
 * @param leftovers of kernels that cannot
 * @param started the release that the menu starts by itself
 */
record BootLeftovers(List<Kernel> whole, List<Leftover> leftovers, Optional<String> started) {

    // EL keeps a kernel of its own for emergencies; its modules are in its initramfs.
    private static final String RESCUE_RELEASE = "0-rescue";
    // What packages and the makers of an initramfs name for a release, or leave when they are cut off.
    private static final Pattern NAME =
            Pattern.compile("(vmlinuz|initrd\\.img|initrd|initramfs|System\\.map|config|symvers)-(?<release>\\d\\S*?)"
                    + "(-?kdump)?(\\.img)?(\\.gz|\\.xz|\\.new|\\.dpkg-bak|\\.old-dkms)?");

    BootLeftovers {
        whole = List.copyOf(whole);
        leftovers = List.copyOf(leftovers);
    }

    /**
     * What a kernel that cannot be started left in /boot.
     *
     * @param why it cannot
     */
    record Leftover(String release, String why, List<SystemFile> files) {

        Leftover {
            files = List.copyOf(files);
        }

        Bytes size() {
            return FullFilesystem.sum(files);
        }
    }

    static BootLeftovers of(BootView view) {
        List<Kernel> whole = new ArrayList<>();
        Map<String, String> broken = new LinkedHashMap<>();
        for (Kernel kernel : view.system().kernels()) {
            List<Fault> faults = faults(kernel, view);
            if (Fault.worst(faults) == Verdict.HEALTHY) {
                whole.add(kernel);
            }
            faults.stream()
                    .filter(it -> it.verdict() == Verdict.FAILED)
                    .findFirst()
                    .ifPresent(it -> broken.put(kernel.release(), it.sentence()));
        }
        Map<String, List<SystemFile>> byRelease = filesByRelease(view);
        List<Leftover> leftovers = new ArrayList<>();
        byRelease.forEach((release, files) -> {
            boolean isKernel =
                    view.system().kernels().stream().anyMatch(it -> it.release().equals(release));
            Optional<String> why = isKernel
                    ? Optional.ofNullable(broken.get(release))
                    : Optional.of("/boot has no kernel of that release");
            why.ifPresent(it -> leftovers.add(new Leftover(release, it, files)));
        });
        return new BootLeftovers(whole, leftovers, started(view));
    }

    private static List<Fault> faults(Kernel kernel, BootView view) {
        KernelParts parts = new KernelParts(kernel, view);
        parts.image();
        parts.initramfs(kernel.initramfs().stream().toList());
        parts.modules();
        return parts.faults();
    }

    private static Map<String, List<SystemFile>> filesByRelease(BootView view) {
        Map<String, List<SystemFile>> files = new LinkedHashMap<>();
        for (SystemFile file : view.files().entries("/boot")) {
            Matcher name = NAME.matcher(file.path().substring(file.path().lastIndexOf('/') + 1));
            if (file.isRegular() && name.matches() && !name.group("release").startsWith(RESCUE_RELEASE)) {
                files.computeIfAbsent(name.group("release"), unknown -> new ArrayList<>())
                        .add(file);
            }
        }
        return files;
    }

    private static Optional<String> started(BootView view) {
        return new BootMenus(view.files())
                .find()
                .flatMap(it -> EntryKernel.of(it.chosen(), it.file(), view))
                .map(it -> it.kernel().release());
    }

    /** Those that may go: another kernel is whole, and the menu does not start them by themselves. */
    List<Leftover> movable() {
        return whole.isEmpty()
                ? List.of()
                : leftovers.stream()
                        .filter(it -> !started.equals(Optional.of(it.release())))
                        .toList();
    }

    /** Whole ones behind the two newest, but for the one that the menu starts. */
    List<Kernel> superfluous() {
        return whole.stream()
                .skip(2)
                .filter(it -> !started.equals(Optional.of(it.release())))
                .toList();
    }
}
