package io.github.rescuekit.recovery;

import io.github.rescuekit.repair.Choice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What unattended recovery may do; what it does not name is not done.
 *
 * @param system a device, UUID, hostname or machine-id; empty for the only system there is
 * @param open whether arrays, volume groups and encrypted volumes are opened before the system is looked for
 * @param keys the file with the key of an encrypted device, by its path
 * @param check whether filesystems, arrays and drives are checked before anything is written
 * @param test how long memory, processors and disks are each put under load before anything is written; empty for not
 * @param repairs in the order in which they are applied
 * @param secrets the file with the secret of a recipe, by its id
 * @param report where the JSON report is written in the rescue system
 */
public record Policy(
        Optional<String> system,
        Open open,
        Map<String, Path> keys,
        boolean check,
        Optional<Duration> test,
        Fsck fsck,
        List<AllowedRepair> repairs,
        Map<String, Path> secrets,
        Optional<String> report,
        Leave leave) {

    /** What may be opened. */
    public enum Open {
        NOTHING,
        WHOLE,
        /** Also an array without a device that may hold newer data. */
        DEGRADED
    }

    /** What may be done about a filesystem that is not clean. */
    public enum Fsck {
        NEVER,
        /** What {@code fsck -p} repairs at boot without asking. */
        PREEN
    }

    /** What happens at the end. */
    public enum Leave {
        STAY,
        REBOOT
    }

    /** A recipe that may be applied, with the remedy, accounts and settings that it may be applied with. */
    public record AllowedRepair(String recipe, Choice choice) {}

    public Policy {
        keys = Map.copyOf(keys);
        repairs = List.copyOf(repairs);
        secrets = Map.copyOf(secrets);
    }
}
