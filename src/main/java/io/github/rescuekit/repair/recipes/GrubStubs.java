package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.mount.FoundDevice;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.EspContent;
import io.github.rescuekit.repair.boot.Esps.Esp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The few lines beside GRUB on an EFI system partition that lead it to its menu below {@code /boot}: lost, or searching for
 * a filesystem that is no more, they leave it at "grub>".
 */
final class GrubStubs {

    private static final String REMOVABLE = "BOOT";
    // A shim starts the GRUB of a package, which knows no filesystem; one that grub-install makes has these lines in
    // it.
    private static final Pattern SHIM = Pattern.compile("(?i)shim(x64|aa64)\\.efi");
    private static final Pattern GRUB = Pattern.compile("(?i)grub(x64|aa64)\\.efi");
    private static final Pattern PREFIX = Pattern.compile("(?m)^(\\s*set prefix=\\([^)]*\\)'?)/[^'\\s]*");
    // Of grub2-tools, EL since 9.
    private static final List<String> GENERATORS = List.of("/usr/bin/gen_grub_cfgstub", "/usr/sbin/gen_grub_cfgstub");
    private static final String ROOT_DEVICE_ONLY = "--root-dev-only ";

    private final BootView view;
    private final SystemFiles files;
    private final Optional<GrubTools> grub;
    private final BlockDevice boot;
    private final Esp source;
    private final List<String> wrong;
    private final Map<String, FileText> wanted = new TreeMap<>();

    /**
     * Judges one partition.
     *
     * @param source whose lines count
     * @param all the partitions that have to hold the same
     */
    GrubStubs(BootView view, Optional<GrubTools> grub, Esp source, List<Esp> all) {
        this.view = view;
        this.files = view.files();
        this.grub = grub;
        this.boot = view.bootDevice();
        this.source = source;
        List<String> directories = files.entries(source.at() + "/EFI").stream()
                .filter(SystemFile::isDirectory)
                .map(it -> it.path().substring(it.path().lastIndexOf('/') + 1))
                .toList();
        // Beside one that leads on, the others are of systems that are no more.
        this.wrong = directories.stream().anyMatch(it -> !isRemovable(it) && leadsOn(source, it))
                ? List.of()
                : directories.stream().filter(it -> why(source, it).isPresent()).toList();
        wrong.forEach(it -> right(it, all).ifPresent(text -> wanted.put(path(it), text)));
    }

    private static boolean isRemovable(String directory) {
        return directory.equalsIgnoreCase(REMOVABLE);
    }

    private static String path(String directory) {
        return "/EFI/" + directory + "/grub.cfg";
    }

    private Optional<FileText> text(Esp esp, String directory) {
        return files.text(esp.at() + path(directory)).filter(it -> !it.text().isBlank());
    }

    private boolean leadsOn(Esp esp, String directory) {
        return text(esp, directory).isPresent() && why(esp, directory).isEmpty();
    }

    private Optional<String> why(Esp esp, String directory) {
        Optional<FileText> text = text(esp, directory);
        if (text.isPresent()) {
            return text.flatMap(EspContent::searched)
                    .flatMap(it -> gone(it).map(how -> "searches for " + it + ": " + how));
        }
        String how = files.exists(esp.at() + path(directory)) ? "is empty" : "is missing";
        return needsOne(esp, directory) ? Optional.of(how + ", and GRUB does not find its menu") : Optional.empty();
    }

    private Optional<String> gone(String identifier) {
        FoundDevice found = view.devices().find(identifier, "auto");
        return found.device().isPresent() || view.whyUncertain(found).isPresent()
                ? Optional.empty()
                : Optional.of(found.how());
    }

    private boolean needsOne(Esp esp, String directory) {
        List<String> names = files.list(esp.at() + "/EFI/" + directory);
        return !isRemovable(directory)
                && names.stream().anyMatch(SHIM.asMatchPredicate())
                && names.stream().anyMatch(GRUB.asMatchPredicate())
                && grub.filter(this::isKnown).isPresent();
    }

    // Of EL 7 and 8 the menu itself lies there, and none in /boot.
    private boolean isKnown(GrubTools tools) {
        return isGrub2(tools)
                ? files.exists(tools.menu()) || generator().isPresent()
                : GrubTools.isDebian(files) && files.exists(tools.menu());
    }

    private static boolean isGrub2(GrubTools tools) {
        return tools.directory().equals("/boot/grub2");
    }

    private Optional<String> generator() {
        return GENERATORS.stream()
                .flatMap(it -> files.text(it).stream())
                .map(FileText::text)
                .findFirst();
    }

    private Optional<FileText> right(String directory, List<Esp> all) {
        Optional<String> uuid = boot.filesystem().flatMap(it -> it.uuid());
        if (uuid.isEmpty() || isEncrypted(boot)) {
            return Optional.empty();
        }
        return text(source, directory)
                .map(it -> corrected(it, uuid.get()))
                .or(() -> all.stream()
                        .filter(it -> leadsOn(it, directory))
                        .flatMap(it -> text(it, directory).stream())
                        .findFirst())
                .or(() -> made(uuid.get()));
    }

    private boolean isEncrypted(BlockDevice device) {
        return device.kind() == DeviceKind.CRYPT
                || device.parents().stream()
                        .flatMap(it -> view.system().machine().device(it).stream())
                        .anyMatch(this::isEncrypted);
    }

    private FileText corrected(FileText stub, String uuid) {
        String gone = EspContent.searched(stub).orElseThrow().substring("UUID=".length());
        String text = stub.text().replace(gone, uuid);
        return stub.withText(relativeDirectory()
                .map(it -> PREFIX.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(it)))
                .orElse(text));
    }

    private Optional<FileText> made(String uuid) {
        return relativeDirectory()
                .map(it -> isGrub2(grub.orElseThrow()) ? ofGrub2(uuid, it) : ofDebian(uuid, it))
                .map(FileText::of);
    }

    // On btrfs the way begins at a subvolume.
    private Optional<String> relativeDirectory() {
        return grub.map(GrubTools::directory)
                .filter(it -> !boot.holds("btrfs"))
                .map(it -> boot.equals(view.root()) ? it : it.substring("/boot".length()));
    }

    private String ofGrub2(String uuid, String directory) {
        return "search --no-floppy " + (isOnDiskOfGrub() ? ROOT_DEVICE_ONLY : "") + "--fs-uuid --set=dev " + uuid
                + "\nset prefix=($dev)" + directory + "\nexport $prefix\nconfigfile $prefix/grub.cfg\n";
    }

    // GRUB before November 2023 does not know the word, and until May 2024 finds no array and no other disk with it.
    private boolean isOnDiskOfGrub() {
        return generator().filter(it -> it.contains(ROOT_DEVICE_ONLY)).isPresent()
                && source.device()
                        .filter(it -> it.parents().equals(boot.parents()))
                        .isPresent();
    }

    private static String ofDebian(String uuid, String directory) {
        return "search.fs_uuid " + uuid + " root\nset prefix=($root)'" + directory + "'\nconfigfile $prefix/grub.cfg\n";
    }

    boolean isEmpty() {
        return wrong.isEmpty();
    }

    /** The files of a partition that are made here. */
    Set<String> paths() {
        return Set.copyOf(wanted.keySet());
    }

    /** What is wrong on a partition, one sentence each. */
    List<String> faults(Esp esp) {
        return wrong.stream()
                .flatMap(directory -> why(esp, directory).stream()
                        .map(it -> path(directory).substring(1) + " on " + esp.name() + " " + it))
                .toList();
    }

    List<String> lacks() {
        return wrong.stream()
                .filter(it -> !wanted.containsKey(path(it)))
                .map(it -> "the way of GRUB to " + boot.path() + " is not known here: in a chroot, "
                        + (grub.filter(GrubStubs::isGrub2).isPresent()
                                ? "gen_grub_cfgstub /boot/grub2 /boot/efi/EFI/" + it
                                : "grub-install --target=x86_64-efi --no-nvram"))
                .toList();
    }

    List<Step> steps(Esp esp) {
        List<Step> steps = new ArrayList<>();
        wanted.forEach((path, text) -> {
            Optional<FileText> there = files.text(esp.at() + path);
            if (there.isEmpty()) {
                steps.addAll(EspCopy.missingDirectories(files, esp.at(), path));
                steps.add(new Step.CreateFile(esp.at() + path, text, modeOfFiles(path)));
            } else if (!there.get().equals(text)) {
                steps.add(new Step.ReplaceFile(esp.at() + path, there.get(), text));
            }
        });
        return steps;
    }

    // On vfat a mount option makes the modes.
    private FileMode modeOfFiles(String path) {
        return files.entries(source.at() + path.substring(0, path.lastIndexOf('/'))).stream()
                .filter(SystemFile::isRegular)
                .map(SystemFile::mode)
                .findFirst()
                .orElse(new FileMode(0_700));
    }
}
