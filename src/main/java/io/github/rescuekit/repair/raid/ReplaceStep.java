package io.github.rescuekit.repair.raid;

import io.github.rescuekit.model.PartitionScript;
import java.util.List;

/** One step of the replacement of a disk, as data. */
public sealed interface ReplaceStep {

    /** What is done, one line; for a program its words. */
    String summary();

    /** Why, one sentence. */
    String why();

    /**
     * Gives the new disk the partitions of the healthy one.
     *
     * @param script without identifiers, so that the new disk gets its own, but for those by which fstab names partitions
     *     of the lost disk
     */
    record CopyTable(String from, String disk, PartitionScript script) implements ReplaceStep {

        @Override
        public String summary() {
            return "write the partition table of " + from + " to " + disk + ", with new identifiers (sfdisk)";
        }

        @Override
        public String why() {
            List<String> kept = script.identifiers().stream().sorted().toList();
            return "each member needs a partition as large as its counterpart; two disks with the same identifiers"
                    + " would be taken for each other"
                    + (kept.isEmpty()
                            ? ""
                            : "; fstab names partitions of the lost disk by PARTUUID, and they get it again: "
                                    + String.join(", ", kept));
        }
    }

    /**
     * Makes swap or a filesystem in a new partition.
     *
     * @param type as blkid names it afterwards
     */
    record Format(String partition, String type, List<String> words, String why) implements ReplaceStep {

        public Format {
            words = List.copyOf(words);
        }

        @Override
        public String summary() {
            return String.join(" ", words);
        }
    }

    /** Prepares an array, or the place of a member. */
    record Prepare(String array, List<String> words, String why) implements ReplaceStep {

        public Prepare {
            words = List.copyOf(words);
        }

        @Override
        public String summary() {
            return String.join(" ", words);
        }
    }

    /** Puts a member into an array; the kernel begins to rebuild it at once. */
    record Join(String array, String member, List<String> words, String why) implements ReplaceStep {

        public Join {
            words = List.copyOf(words);
        }

        @Override
        public String summary() {
            return String.join(" ", words);
        }
    }
}
