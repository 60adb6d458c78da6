package io.github.rescuekit.ui;

import io.github.rescuekit.diagnose.Checkup;
import io.github.rescuekit.diagnose.panic.MachineRecords;
import io.github.rescuekit.diagnose.raid.RaidArray;
import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.repair.fsck.Fsck;
import io.github.rescuekit.repair.raid.DiskReplacement;
import io.github.rescuekit.trial.Trials;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The parts that tell how well a machine is, that put it under load, and that mend its filesystems and arrays. */
public final class Health {

    private final Function<Duration, Checkup> checkup;
    private final Supplier<Fsck> fsck;
    private final Supplier<Trials> trials;
    private final Supplier<MachineRecords.Read> records;
    private final Databases databases;
    private final Function<Machine, List<RaidArray>> arrays;
    private final Supplier<DiskReplacement> replacement;

    public Health(
            Function<Duration, Checkup> checkup,
            Supplier<Fsck> fsck,
            Supplier<Trials> trials,
            Supplier<MachineRecords.Read> records,
            Databases databases,
            Function<Machine, List<RaidArray>> arrays,
            Supplier<DiskReplacement> replacement) {
        this.checkup = checkup;
        this.fsck = fsck;
        this.trials = trials;
        this.records = records;
        this.databases = databases;
        this.arrays = arrays;
        this.replacement = replacement;
    }

    /** The checks, each with a limit of time. */
    public Checkup checkup(Duration limit) {
        return checkup.apply(limit);
    }

    public Fsck fsck() {
        return fsck.get();
    }

    public Trials trials() {
        return trials.get();
    }

    /** What the machine recorded of failures, outside its disks. */
    public MachineRecords.Read records() {
        return records.get();
    }

    /** Reads what programs of a system recorded. */
    public Databases databases() {
        return databases;
    }

    /** The arrays of a machine, with what each member knows. */
    public List<RaidArray> arrays(Machine machine) {
        return arrays.apply(machine);
    }

    public DiskReplacement replacement() {
        return replacement.get();
    }
}
