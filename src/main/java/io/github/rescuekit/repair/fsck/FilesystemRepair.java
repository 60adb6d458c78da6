package io.github.rescuekit.repair.fsck;

import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Progress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Knows how one family of filesystems is repaired. */
interface FilesystemRepair {

    /** The types it repairs, in libblkid's words. */
    Set<String> types();

    /** The programs without which no repair may begin. */
    List<String> programs();

    /**
     * The steps for a device that needs repair. It only looks.
     *
     * @throws io.github.rescuekit.model.RescueException when this damage is not for a program to repair
     */
    FsckPlan plan(BlockDevice device, CheckResult before, FsckOptions options);

    /** The step as it is taken after those that are done, with what they told in its words; empty when it is not taken. */
    default Optional<FsckStep> taken(FsckStep step, List<StepReport> done) {
        return StepReport.call(done, step) ? Optional.of(step) : Optional.empty();
    }

    /** The program's step as a command that tells how far it is. */
    Command command(FsckStep.RunTool step, Progress progress);

    /** What the end of the program means. */
    StepReport report(FsckStep.RunTool step, Result result);

    /** What mount(8) needs to be told to see the files of a device that it refuses as it is; empty when nothing helps. */
    default List<String> optionsOfSpare(BlockDevice device) {
        return List.of();
    }

    /** What its programs need to be told before a file instead of a device. */
    default List<String> optionsForFiles() {
        return List.of();
    }
}
