package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.RescueNetwork;
import io.github.rescuekit.model.SerialConsole;
import io.github.rescuekit.repair.boot.RootSubvolume;
import io.github.rescuekit.repair.initramfs.InitramfsLook;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What recipes ask of the rescue system that they run in.
 *
 * @param memory how much this machine has
 * @param login the address that the administrator is logged in from
 * @param complaint what a tool here says against the new text of a file
 * @param network how this machine reaches the network now
 * @param today the date
 * @param initramfs looks into the initramfs of a kernel
 * @param flags of files that even root cannot change, as {@link io.github.rescuekit.repair.ProtectingFlags} reads them
 * @param subvolumes those of the btrfs that a system is on
 * @param serial the serial ports of this machine
 * @param databases reads those of a system
 */
public record Surroundings(
        Supplier<Bytes> memory,
        Supplier<Optional<String>> login,
        BiFunction<String, String, Optional<String>> complaint,
        Supplier<RescueNetwork> network,
        Supplier<LocalDate> today,
        InitramfsLook initramfs,
        BiFunction<SystemFiles, List<String>, Optional<Map<String, String>>> flags,
        Function<SystemFiles, Optional<RootSubvolume>> subvolumes,
        Supplier<SerialConsole> serial,
        Databases databases) {

    /** Where only the memory is known. */
    public static Surroundings of(Supplier<Bytes> memory) {
        return new Surroundings(
                memory,
                Optional::empty,
                (path, text) -> Optional.empty(),
                () -> RescueNetwork.UNKNOWN,
                () -> LocalDate.EPOCH,
                InitramfsLook.withoutPrograms(disk -> List.of()),
                (files, paths) -> Optional.of(Map.of()),
                files -> Optional.empty(),
                () -> SerialConsole.UNKNOWN,
                Databases.NONE);
    }
}
