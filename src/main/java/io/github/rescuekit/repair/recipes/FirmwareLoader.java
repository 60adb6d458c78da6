package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.Fault;
import java.util.List;

/** What one kind of firmware starts of a system, and how that is put back. */
interface FirmwareLoader {

    /** What is wrong when nothing starts. */
    String title();

    List<Fault> faults();

    /** False when what it starts reads no menu in GRUB's directory. */
    boolean readsMenuOfGrub();

    /** What is no fault, and has to be known. */
    default List<String> warnings() {
        return List.of();
    }

    /** What a repair would need and does not find; one sentence each. */
    List<String> lacks();

    List<Step> steps();
}
