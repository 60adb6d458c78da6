package io.github.rescuekit.repair;

import io.github.rescuekit.installed.ConfinedFiles;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.InstalledSystems;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.FstabVerdict;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.session.Journal;
import io.github.rescuekit.session.JournalRun;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A mounted system with what a repair needs to work on it. */
public final class RepairTarget {

    private static final String VAR_LIB = "/var/lib";
    private static final Set<String> ABOVE_THE_JOURNAL = Set.of("/var", VAR_LIB, VAR_LIB + "/rescuekit");

    private final MountedSystem mounted;
    private final Machine machine;
    private final SystemFiles files;
    private final SystemWriter writer;
    private final Runnable guard;

    /**
     * A system to work on.
     *
     * @param guard throws when the next write must not happen
     */
    RepairTarget(
            MountedSystem mounted,
            Machine machine,
            FileAttributes attributes,
            Surroundings surroundings,
            Runnable guard) {
        this.mounted = mounted;
        this.machine = machine;
        this.files = new ConfinedFiles(mounted.root());
        this.writer = new SystemWriter(mounted.root(), files, attributes, surroundings);
        this.guard = guard;
    }

    /** The system as it is at this moment. */
    public InstalledSystem look() {
        return InstalledSystems.at(files, machine, Optional.of(mounted.rootDevice()), mounted.unseen())
                .orElseThrow(() -> RescueException.refused(
                        "no-system",
                        "no system is installed on " + mounted.rootDevice().path(),
                        "see 'rescuekit systems' for those that are"));
    }

    public MountedSystem mounted() {
        return mounted;
    }

    /** Its journal; it may be empty. */
    public Journal journal() {
        mounted.verdicts().stream()
                .filter(it -> ABOVE_THE_JOURNAL.contains(it.mountPoint()))
                .filter(it -> it.action() != FstabVerdict.Action.MOUNTED)
                .findFirst()
                .ifPresent(it -> {
                    throw noJournal(
                            it.mountPoint() + " of the installed system is not mounted: " + it.reason(),
                            "mend that first: see 'rescuekit mounts' and 'rescuekit disks', then 'rescuekit mount --write'"
                                    + " and line " + it.line() + " of /mnt/etc/fstab; nothing was changed");
                });
        String varLib = files.find(VAR_LIB)
                .filter(SystemFile::isDirectory)
                .map(SystemFile::path)
                .orElseThrow(() -> noJournal(
                        "the installed system has no directory " + VAR_LIB,
                        "see 'rescuekit mounts' for why; nothing was changed"));
        return Journal.below(writer.reader().locate(varLib), Clock.systemUTC());
    }

    /** Applies what was proposed and approved. */
    public RepairRun.Applied apply(Proposal proposal, RepairRun.Listener listener) {
        return new RepairRun(journal(), writer, guard, listener)
                .apply(proposal.plan(), () -> proposal.whyStillBroken(look()));
    }

    /** What the recipe still finds; for the report after a repair. */
    public List<Finding> remaining(Proposal proposal) {
        return proposal.recipe().diagnose(look());
    }

    /**
     * Files that were changed after the run, so that it cannot be taken back.
     *
     * @throws RescueException guard {@code later-run}, when it was a run of ours that changed them
     */
    public List<Undo.Conflict> conflicts(JournalRun run) {
        List<Undo.Conflict> conflicts = new Undo(writer).conflicts(run);
        conflicts.forEach(conflict -> refuseChangedByLaterRun(run, conflict));
        return conflicts;
    }

    /** What Rescuekit did to the system, oldest first. */
    public List<PastRun> history() {
        return journal().runs().stream().map(PastRun::of).toList();
    }

    /** Takes back what a run did and returns the files that were brought back. */
    public List<String> undo(JournalRun run) {
        guard.run();
        return new Undo(writer).undo(run);
    }

    private void refuseChangedByLaterRun(JournalRun run, Undo.Conflict conflict) {
        history().stream()
                .filter(later -> later.id().compareTo(run.id()) > 0)
                .filter(later -> later.files().contains(conflict.path()))
                .findFirst()
                .ifPresent(later -> {
                    throw RescueException.refused(
                            "later-run",
                            "run " + run.id() + " cannot be undone yet: run " + later.id() + " changed "
                                    + conflict.path() + " after it",
                            "take that one back first ('rescuekit undo "
                                    + later.id().serial() + "'); nothing was changed");
                });
    }

    private static RescueException noJournal(String reason, String next) {
        return RescueException.refused("journal", reason + "; the journal and the undo copies are kept there", next);
    }
}
