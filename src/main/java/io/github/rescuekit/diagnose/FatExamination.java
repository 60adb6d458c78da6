package io.github.rescuekit.diagnose;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.parse.FsckFat;
import java.time.Duration;
import java.util.List;

/** FAT, as on an EFI system partition: what {@code fsck.fat -n} finds. */
final class FatExamination implements FilesystemCheck.Examination {

    static final String ID = "vfat";

    private final Runner runner;
    private final Duration limit;

    FatExamination(Runner runner, Duration limit) {
        this.runner = runner;
        this.limit = limit;
    }

    @Override
    public CheckResult examine(BlockDevice device, Progress progress) {
        progress.at("fsck.fat -n " + device.path(), 0);
        Result result = runner.run(
                Command.of("fsck.fat", "-n", device.path()).acceptingAny().within(limit));
        FsckFat fat = FsckFat.parse(result.exitCode(), result.out(), result.err());
        return switch (fat.outcome()) {
            case CLEAN -> CheckResult.healthy(ID, device.path(), "fsck.fat found nothing", List.of());
            case FOUND_ERRORS, CORRECTED -> fat.isOnlyDirty() ? dirty(device, fat) : damaged(device, fat);
            case NO_FAT ->
                CheckResult.failed(
                        ID,
                        device.path(),
                        "its boot sector is no valid FAT",
                        fat.problems(),
                        "restore it from its copy by hand ('fsck.fat -r " + device.path()
                                + "'), or make the partition anew");
            case NOT_RUN, UNKNOWN ->
                CheckResult.unknown(
                        ID,
                        device.path(),
                        "fsck.fat gave no answer (code " + result.exitCode() + ")",
                        fat.problems(),
                        "run 'fsck.fat -n " + device.path() + "' by hand to see all of its output");
        };
    }

    private static CheckResult dirty(BlockDevice device, FsckFat fat) {
        return CheckResult.suspect(
                ID,
                device.path(),
                "it was in use when the system stopped; fsck.fat found nothing else",
                fat.problems(),
                "to take the mark away: rescuekit fsck " + device.path());
    }

    private static CheckResult damaged(BlockDevice device, FsckFat fat) {
        return CheckResult.failed(
                ID,
                device.path(),
                "fsck.fat found errors",
                fat.problems(),
                "repair it: rescuekit fsck " + device.path());
    }
}
