package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
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

/**
 * A backup that asks the QEMU guest agent to freeze the filesystems hangs the server, when a loop mount and a later bind of
 * the filesystem below it are mounted.
 */
public final class GuestAgentFreeze implements Recipe {

    private static final Remedy BLOCK = new Remedy(
            "block-freeze",
            "Make the guest agent refuse to freeze; everything else it does goes on.",
            "Backups become crash-consistent, like a power cut: journals are replayed and databases recover on restore.");
    private static final Remedy TMPFS = new Remedy(
            "tmpfs-tmp",
            "Mount a tmpfs on /tmp, with noexec, nosuid and nodev, instead of the loop-mounted file.",
            "/tmp uses memory and is empty after each boot; where securetmp runs, so is /var/tmp.");
    private static final Remedy MASK = new Remedy(
            "mask-agent",
            "Keep the guest agent from starting.",
            "The provider loses what the agent does: clean shutdown, addresses, new passwords, time after a pause.");

    private static final List<String> AFTER_BLOCK = List.of(
            "Run one backup, or wait for it, and see that it completes: it is not known of every provider that a refused"
                    + " freeze is accepted. If it fails, repair again with --remedy mask-agent.",
            "Ask the hypervisor for guest-info (virsh qemu-agent-command DOMAIN '{\"execute\":\"guest-info\"}'):"
                    + " both freeze commands show \"enabled\": false.");
    private static final String UPDATE =
            "Update qemu-guest-agent: from 10.0, and from Red Hat 9.6 and 10 on, it skips bind mounts and does not hang.";

    private final Supplier<Bytes> memory;

    /**
     * Makes the recipe.
     *
     * @param memory how much this machine has; the rescue system runs on the server that it repairs
     */
    public GuestAgentFreeze(Supplier<Bytes> memory) {
        this.memory = memory;
    }

    @Override
    public String id() {
        return "guest-agent-freeze";
    }

    @Override
    public String cures() {
        return "A backup that freezes the filesystems hangs the server: loop mount, later bind mount, QEMU guest agent.";
    }

    @Override
    public List<String> touches() {
        return List.of(
                "/etc/qemu*",
                "/etc/sysconfig/qemu-ga",
                "/etc/default/*",
                "/etc/systemd/system/*",
                "/etc/fstab",
                "/etc/init/*",
                "/etc/rc*",
                "/etc/runlevels/*");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(BLOCK, TMPFS, MASK);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return FreezeChain.of(system).map(chain -> finding(system, chain)).stream()
                .toList();
    }

    private Finding finding(InstalledSystem system, FreezeChain chain) {
        List<String> lastWords = new FreezeLog(system.files()).lastWords();
        List<String> evidence = new ArrayList<>(lastWords);
        evidence.addAll(chain.evidence());
        evidence.addAll(chain.agent().evidence());
        HungTaskPanic.evidence(system.files()).ifPresent(evidence::add);
        PlannedMount loop = chain.loops().get(0);
        String what = lastWords.isEmpty() ? "The next backup can hang this server" : "A backup hung this server";
        return new Finding(
                id(),
                lastWords.isEmpty() ? Severity.WARNING : Severity.CRITICAL,
                what + ": the guest agent freezes the filesystem below " + loop.source() + ", which is mounted on "
                        + loop.mountPoint(),
                evidence,
                Optional.of(id()));
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        return FreezeChain.of(system)
                .map(chain -> plan(system, chain, remedy))
                .orElseGet(() -> new Plan(id(), Optional.of(remedy), List.of(), List.of(), List.of()));
    }

    private Plan plan(InstalledSystem system, FreezeChain chain, Remedy remedy) {
        GuestAgent agent = chain.agent();
        if (remedy.equals(TMPFS)) {
            TmpfsTmp tmpfs = new TmpfsTmp(system, memory.get());
            return planned(remedy, onlyTmp(chain, tmpfs).steps(), tmpfs.warnings(), tmpfs.afterBoot());
        }
        if (remedy.equals(MASK)) {
            List<Step> steps = new StopService(system).steps(agent.service(), agent.starts());
            return planned(remedy, steps, List.of(), List.of());
        }
        List<Step> steps = new BlockFreeze(system, agent).steps();
        return planned(remedy, steps, agent.misreadings(), AFTER_BLOCK);
    }

    private Plan planned(Remedy remedy, List<Step> steps, List<String> warnings, List<String> afterBoot) {
        List<String> after = new ArrayList<>(afterBoot);
        after.add(UPDATE);
        return new Plan(id(), Optional.of(remedy), steps, warnings, after);
    }

    // A tmpfs in fstab takes the place of a loop in fstab, and keeps securetmp from making one; of no other.
    private static TmpfsTmp onlyTmp(FreezeChain chain, TmpfsTmp tmpfs) {
        chain.loops().stream().filter(loop -> !tmpfs.replaces(loop)).findFirst().ifPresent(loop -> {
            throw RescueException.refused(
                    "remedy-does-not-fit",
                    loop + " is a loop mount that a tmpfs on /tmp would leave, and the fault with it.",
                    "Choose --remedy block-freeze or --remedy mask-agent.");
        });
        return tmpfs;
    }
}
