package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** cPanel's secured /tmp is a loop mount, which is one link of the chain that makes a backup hang the server. */
public final class CpanelSecureTmp implements Recipe {

    private static final Remedy TMPFS = new Remedy(
            "tmpfs",
            "Mount a tmpfs on /tmp, with noexec, nosuid and nodev; securetmp then makes no loop mount.",
            "/tmp uses memory, and /tmp and /var/tmp are empty after each boot.");
    private static final Remedy OFF = new Remedy(
            "off",
            "Switch securetmp off; /tmp is a plain directory again.",
            "/tmp and /var/tmp lose noexec and nosuid.");

    private static final String FSTAB = "/etc/fstab";
    private static final String COMMENT = "# rescuekit: ";
    private static final FileMode PLAIN = new FileMode(0_644);
    private static final FileMode STICKY = new FileMode(0_1777);

    private final Supplier<Bytes> memory;

    /**
     * Makes the recipe.
     *
     * @param memory how much this machine has; the rescue system runs on the server that it repairs
     */
    public CpanelSecureTmp(Supplier<Bytes> memory) {
        this.memory = memory;
    }

    @Override
    public String id() {
        return "cpanel-secure-tmp";
    }

    @Override
    public String cures() {
        return "cPanel's loop-mounted /tmp, on which a backup's freeze hangs the server.";
    }

    @Override
    public List<String> touches() {
        return List.of(
                "/etc/fstab",
                "/tmp",
                "/var/tmp",
                "/var/cpanel/version/*",
                "/etc/systemd/system/*",
                "/etc/rc*",
                "/etc/init/*");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(TMPFS, OFF);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return fault(system).stream()
                .map(tmp -> new Finding(
                        id(),
                        Severity.NOTE,
                        "cPanel mounts a file on /tmp: one link of the chain that guest-agent-freeze repairs",
                        tmp.evidence(),
                        Optional.of(id())))
                .toList();
    }

    private static Optional<SecureTmp> fault(InstalledSystem system) {
        SecureTmp tmp = new SecureTmp(system);
        return FreezeChain.of(system)
                .filter(chain -> chain.loops().contains(tmp.loop()))
                .map(chain -> tmp);
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        return fault(system)
                .map(tmp -> remedy.equals(OFF) ? off(system, tmp) : tmpfs(system))
                .orElseGet(() -> new Plan(id(), Optional.of(remedy), List.of(), List.of(), List.of()));
    }

    private Plan tmpfs(InstalledSystem system) {
        TmpfsTmp tmpfs = new TmpfsTmp(system, memory.get());
        return new Plan(id(), Optional.of(TMPFS), tmpfs.steps(), tmpfs.warnings(), tmpfs.afterBoot());
    }

    private Plan off(InstalledSystem system, SecureTmp tmp) {
        SystemFiles files = system.files();
        List<Step> steps = new ArrayList<>(NewFile.steps(files, SecureTmp.DISABLED, FileText.of(""), PLAIN));
        steps.addAll(withoutMarkers(files, tmp));
        steps.addAll(new StopService(system).steps(SecureTmp.SERVICE, tmp.starts()));
        tmp.script().ifPresent(script -> steps.addAll(withoutStart(files, script, tmp)));
        SecureTmp.DIRECTORIES.forEach(directory -> steps.addAll(sticky(files, directory)));
        return new Plan(
                id(),
                Optional.of(OFF),
                steps,
                List.of("What lies in /tmp now stays in " + SecureTmp.IMAGE + "."),
                List.of(
                        "Look: 'losetup -a' shows no tmpDSK.",
                        SecureTmp.IMAGE + " is left as it is; mount it with 'mount -o ro,noload,loop' to copy from it,"
                                + " and remove it when nothing in it is missed."));
    }

    private static List<Step> withoutMarkers(SystemFiles files, SecureTmp tmp) {
        return tmp.markers().isEmpty()
                ? List.of()
                : files.text(FSTAB).stream()
                        .<Step>map(before -> new Step.ReplaceFile(
                                FSTAB, before, tmp.withoutMarkers(before).file()))
                        .toList();
    }

    private static List<Step> withoutStart(SystemFiles files, String script, SecureTmp tmp) {
        return tmp.startLines().isEmpty()
                ? List.of()
                : files.text(script).stream()
                        .<Step>map(before -> new Step.ReplaceFile(script, before, commented(before)))
                        .toList();
    }

    private static FileText commented(FileText script) {
        return script.withText(TextLines.of(script.text())
                .each(line -> SecureTmp.isStart(line) ? COMMENT + line : line)
                .toString());
    }

    private static List<Step> sticky(SystemFiles files, String directory) {
        Optional<SystemFile> found = files.find(directory);
        if (found.isEmpty()) {
            return files.findWithoutFollowing(directory).isPresent()
                    ? List.of()
                    : List.of(new Step.MakeDirectory(directory, STICKY));
        }
        FileMode mode = found.get().mode();
        return mode.equals(STICKY)
                ? List.of()
                : List.of(new Step.SetMode(found.get().path(), mode, STICKY));
    }
}
