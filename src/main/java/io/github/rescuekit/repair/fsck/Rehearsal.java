package io.github.rescuekit.repair.fsck;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.FileTree;
import io.github.rescuekit.mount.Overlay;
import io.github.rescuekit.repair.fsck.StepReport.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Tries a plan on an overlay of the device, and compares the files before and after. */
final class Rehearsal {

    /** The files that a mount shows, or what refused it. */
    private record Listing(Optional<FileTree> files, String whyNot) {

        private static final Listing NONE = new Listing(Optional.empty(), "");

        Listing or(Supplier<Listing> other) {
            return files.isPresent() ? this : new Listing(other.get().files(), whyNot);
        }
    }

    private final Function<BlockDevice, Overlay> overlays;

    Rehearsal(Function<BlockDevice, Overlay> overlays) {
        this.overlays = overlays;
    }

    Rehearsed of(FsckPlan plan, FilesystemRepair family, Progress progress) {
        progress.at("listing the files of " + plan.device().path(), 0);
        Listing before = listed(plan.device(), List.of()).or(() -> listedBySpare(plan.device(), family));
        try (Overlay overlay = overlays.apply(plan.device())) {
            List<StepReport> steps = take(plan, family, overlay, progress);
            return new Rehearsed(steps, changes(before, overlay));
        }
    }

    private Listing listedBySpare(BlockDevice device, FilesystemRepair family) {
        List<String> options = family.optionsOfSpare(device);
        return options.isEmpty() ? Listing.NONE : listed(device, options);
    }

    // An overlay of its own: to mount a filesystem for this list already changes it.
    private Listing listed(BlockDevice device, List<String> options) {
        try (Overlay overlay = overlays.apply(device)) {
            return list(overlay, options);
        }
    }

    private static Listing list(Overlay overlay, List<String> options) {
        try {
            return new Listing(Optional.of(overlay.files(options)), "");
        } catch (RescueException e) {
            return new Listing(Optional.empty(), " (" + e.unlessInterrupted().happened() + ")");
        }
    }

    private static FileChanges changes(Listing before, Overlay overlay) {
        Listing after = list(overlay, List.of());
        if (after.files().isEmpty()) {
            return FileChanges.unknown("it cannot be mounted afterwards" + after.whyNot());
        }
        FileTree files = after.files().get();
        return before.files()
                .map(it -> FileChanges.between(it, files))
                .orElseGet(() -> FileChanges.unknown("it cannot be mounted before it is repaired" + before.whyNot()
                        + "; afterwards it shows " + files.sizes().size() + " files"));
    }

    private static List<StepReport> take(FsckPlan plan, FilesystemRepair family, Overlay overlay, Progress progress) {
        List<StepReport> done = new ArrayList<>();
        for (FsckStep step : plan.steps()) {
            family.taken(step, done)
                    .filter(it -> !(it instanceof FsckStep.SaveImage))
                    .ifPresent(it -> done.add(take(it, plan, family, overlay, progress)));
        }
        return done;
    }

    private static StepReport take(
            FsckStep step, FsckPlan plan, FilesystemRepair family, Overlay overlay, Progress progress) {
        if (step instanceof FsckStep.RunTool tool) {
            FsckStep.RunTool inMemory = onImage(tool, plan.device().path(), overlay.image(), family.optionsForFiles());
            StepReport report = family.report(inMemory, overlay.run(family.command(inMemory, progress)));
            return new StepReport(step, report.outcome(), report.meaning(), ofDevice(report.lines(), plan, overlay));
        }
        try {
            overlay.replay();
            // Whether errors are left, the next step tells.
            return new StepReport(step, Outcome.ERRORS_LEFT, "the journal can be replayed", List.of());
        } catch (RescueException e) {
            return new StepReport(
                    step,
                    Outcome.NOT_REPLAYED,
                    "the kernel cannot replay it",
                    List.of(e.unlessInterrupted().happened()));
        }
    }

    private static List<String> ofDevice(List<String> lines, FsckPlan plan, Overlay overlay) {
        return lines.stream()
                .map(line ->
                        line.replace(overlay.image().toString(), plan.device().path()))
                .toList();
    }

    // Nothing has to be undone in memory.
    private static FsckStep.RunTool onImage(
            FsckStep.RunTool tool, String device, Path image, List<String> optionsForFiles) {
        List<String> words = new ArrayList<>(tool.words());
        tool.undoFile().ifPresent(file -> {
            words.remove("-z");
            words.remove(file.toString());
        });
        words.replaceAll(word -> word.equals(device) ? image.toString() : word);
        words.addAll(1, optionsForFiles);
        return new FsckStep.RunTool(words, tool.when(), tool.why(), tool.canLose(), Optional.empty());
    }
}
