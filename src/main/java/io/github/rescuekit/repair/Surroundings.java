package io.github.rescuekit.repair;

import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.ChrootEnd;
import java.util.List;

/** What steps reach beside the files of a system: its programs, and the boot areas of its disks. */
interface Surroundings {

    /** Of a tree of files alone. */
    Surroundings NONE = new Surroundings() {
        @Override
        public ChrootEnd run(Step.RunProgram step, List<String> writable, String scratch) {
            throw RescueException.refused(
                    "no-chroot", "no program can be run in these files", "work on the mounted system");
        }

        @Override
        public List<BootArea> bootAreas() {
            return List.of();
        }

        @Override
        public DefaultSubvolume defaultSubvolume() {
            throw RescueException.refused(
                    "no-btrfs", "these files are on no btrfs that is mounted", "work on the mounted system");
        }
    };

    /** The default subvolume of the btrfs that the root is on. */
    interface DefaultSubvolume {

        long id();

        /** Sets it, and reads it back. */
        void set(long id);
    }

    /**
     * Runs the program of a step.
     *
     * @param writable directories of the system, free of links
     * @param scratch a directory of the system for temporary files
     */
    ChrootEnd run(Step.RunProgram step, List<String> writable, String scratch);

    /** Of the disks that are locked for this work. */
    List<BootArea> bootAreas();

    DefaultSubvolume defaultSubvolume();

    default BootArea bootArea(String disk) {
        return bootAreas().stream()
                .filter(it -> it.path().equals(disk))
                .findFirst()
                .orElseThrow(() -> RescueException.refused(
                        "other-disk",
                        disk + " is no disk of this system that has room for a boot loader",
                        "see 'rescuekit disks'; nothing was changed"));
    }
}
