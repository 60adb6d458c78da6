package io.github.rescuekit.leave;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.mount.BootNeed;
import io.github.rescuekit.mount.FstabVerdict;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Could the filesystems be mounted for this look that the boot has to mount? */
final class FilesystemsCheck implements LeaveCheck {

    @Override
    public String id() {
        return "filesystems";
    }

    @Override
    public LeaveVerdict judge(SystemView view) {
        Set<Integer> required = view.system().fstab().entries().stream()
                .filter(it -> BootNeed.of(it) == BootNeed.REQUIRED)
                .map(FstabEntry::line)
                .collect(Collectors.toSet());
        List<FstabVerdict> lines = view.lines().stream()
                .filter(it -> required.contains(it.line()) && it.device().isPresent())
                .toList();
        List<FstabVerdict> refused =
                lines.stream().filter(it -> isRefused(it, view)).toList();
        List<FstabVerdict> beyond =
                lines.stream().filter(FstabVerdict::isBeyondThisKernel).toList();
        if (!refused.isEmpty()) {
            return LeaveVerdict.suspect(
                    id(),
                    "what could not be mounted here may stop the boot",
                    refused.stream().map(FilesystemsCheck::inWords).toList(),
                    "rescuekit check " + paths(refused));
        }
        if (!beyond.isEmpty()) {
            return LeaveVerdict.unknowable(
                    id(),
                    "the kernel of this rescue system cannot mount " + paths(beyond),
                    beyond.stream().map(FilesystemsCheck::inWords).toList());
        }
        if (lines.isEmpty()) {
            return LeaveVerdict.unknowable(id(), "nothing was mounted by fstab for this look", List.of());
        }
        return LeaveVerdict.healthy(
                id(),
                "all that the boot mounts could be mounted here: " + lines.size(),
                lines.stream().map(FilesystemsCheck::inWords).toList());
    }

    // A mount point that is missing is no fault: systemd makes it.
    private static boolean isRefused(FstabVerdict line, SystemView view) {
        return line.action() == FstabVerdict.Action.FAILED
                && !line.isBeyondThisKernel()
                && view.files().exists(line.mountPoint());
    }

    private static String inWords(FstabVerdict line) {
        return path(line) + " on " + line.mountPoint() + ": " + line.reason();
    }

    private static String paths(List<FstabVerdict> lines) {
        return lines.stream().map(FilesystemsCheck::path).distinct().collect(Collectors.joining(" "));
    }

    private static String path(FstabVerdict line) {
        return line.device().map(BlockDevice::path).orElse(line.source());
    }
}
