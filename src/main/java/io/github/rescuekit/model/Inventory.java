package io.github.rescuekit.model;

import java.util.List;
import java.util.Optional;

/**
 * What is built into the machine besides its disks.
 *
 * @param board maker and model of the mainboard
 * @param boardSerial by which a provider finds it
 * @param firmware maker, version and date of BIOS or UEFI
 * @param processor its name; absent when the kernel does not know it
 * @param packages processors that can be taken out
 * @param cores those of all packages, without the threads of each
 * @param sensors temperature, voltage and fans in words, as far as there are sensors
 * @param unknowns what could not be found out, one sentence each with the reason
 */
public record Inventory(
        Optional<String> board,
        Optional<String> boardSerial,
        Optional<String> firmware,
        Optional<String> processor,
        int packages,
        int cores,
        List<MemoryModule> modules,
        List<NetworkCard> networkCards,
        List<String> sensors,
        List<String> unknowns) {

    public Inventory {
        modules = List.copyOf(modules);
        networkCards = List.copyOf(networkCards);
        sensors = List.copyOf(sensors);
        unknowns = List.copyOf(unknowns);
    }
}
