package io.github.rescuekit.repair.boot;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.Kernel;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks at what belongs to one kernel, part by part. */
public final class KernelParts {

    // Distributions' kernels have 5 MiB and more; what a full /boot left of one has less.
    private static final Bytes SMALLEST_KERNEL = Bytes.mib(1);

    private final Kernel kernel;
    private final BootView view;
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> evidence = new ArrayList<>();
    private boolean hasInitramfs;

    public KernelParts(Kernel kernel, BootView view) {
        this.kernel = kernel;
        this.view = view;
    }

    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    public List<String> evidence() {
        return List.copyOf(evidence);
    }

    public String inShort() {
        return hasInitramfs ? "its initramfs and its modules" : "all that it needs built in";
    }

    public void image() {
        Optional<SystemFile> image = view.files().find(kernel.image());
        String size = image.map(it -> it.size().toString()).orElse("leads nowhere");
        note(image.filter(it -> it.size().isMoreThan(SMALLEST_KERNEL)).isPresent(), kernel.image() + ": " + size);
    }

    /** Those that are loaded with it. */
    public void initramfs(List<String> paths) {
        hasInitramfs = !paths.isEmpty();
        if (!hasInitramfs) {
            withoutInitramfs();
        }
        for (String path : paths) {
            Optional<Initramfs> initramfs = Initramfs.find(view.files(), path);
            note(
                    initramfs.filter(Initramfs::isPlausible).isPresent(),
                    path + ": " + initramfs.map(Initramfs::inWords).orElse("there is no such file"));
        }
    }

    // A kernel that has the filesystem of its root built in starts without: those of some providers do.
    private void withoutInitramfs() {
        String option = "CONFIG_"
                + view.root().filesystem().map(Filesystem::type).orElse("").toUpperCase(Locale.ROOT) + "_FS=";
        Optional<String> builtIn = configuration()
                .flatMap(
                        it -> it.lines().filter(line -> line.startsWith(option)).findFirst());
        if (builtIn.filter(it -> it.endsWith("=y")).isPresent()) {
            evidence.add("no initramfs, and " + builtIn.get() + " in /boot/config-" + kernel.release());
        } else if (configuration().isPresent()) {
            fault(Verdict.FAILED, "no initramfs is loaded, and " + option + "y is not in its configuration");
        } else if (kernel.initramfs().isPresent()) {
            fault(
                    Verdict.FAILED,
                    "no initramfs is loaded, though " + kernel.initramfs().get() + " is there");
        } else if (kernel.hasModules()) {
            fault(Verdict.FAILED, "there is no initramfs for it");
        } else {
            fault(Verdict.UNKNOWN, "no initramfs is loaded; what is built into the kernel cannot be seen");
        }
    }

    public void modules() {
        String directory = "/lib/modules/" + kernel.release();
        if (kernel.hasModules()) {
            evidence.add(directory + "/modules.dep is there");
        } else if (configuration()
                .filter(it -> !it.contains("CONFIG_MODULES=y"))
                .isPresent()) {
            evidence.add("its configuration has no modules");
        } else {
            fault(
                    configuration().isPresent() || hasInitramfs ? Verdict.FAILED : Verdict.UNKNOWN,
                    directory + " has no modules.dep");
        }
    }

    private Optional<String> configuration() {
        return view.files().text("/boot/config-" + kernel.release()).map(FileText::text);
    }

    private void note(boolean fine, String sentence) {
        if (fine) {
            evidence.add(sentence);
        } else {
            fault(Verdict.FAILED, sentence);
        }
    }

    private void fault(Verdict verdict, String sentence) {
        faults.add(new Fault(verdict, kernel.release(), sentence));
    }
}
