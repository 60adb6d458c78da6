package io.github.rescuekit.diagnose;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.Usage;
import io.github.rescuekit.mount.Looks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sorts the devices of a machine into those where a system can be and those where none can, with the reason. */
final class SearchedDevices {

    private static final Set<String> OF_SYSTEMS = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs");
    private static final Map<String, String> MEMBERS = Map.of(
            "linux_raid_member", "member of an array",
            "LVM2_member", "physical volume of LVM",
            "btrfs", "further device of a btrfs",
            "isw_raid_member", "member of an array of Intel's firmware",
            "ddf_raid_member", "member of an array of a controller");
    private static final Set<String> EXTENDED = Set.of("0x5", "0xf", "0x85");
    // A glance at the label: the sooner the root is found, the fewer filesystems are mounted to find it.
    private static final List<String> DATA_WORDS =
            List.of("home", "var", "boot", "backup", "data", "tmp", "srv", "opt");

    private final Machine machine;
    private final List<BlockDevice> worthALook = new ArrayList<>();
    private final List<PassedOver> passedOver = new ArrayList<>();

    SearchedDevices(Machine machine) {
        this.machine = machine;
        machine.devices().stream().filter(this::isWorthAWord).forEach(this::sort);
        worthALook.sort(Comparator.comparing(SearchedDevices::promise));
    }

    /** Where a system can be, the likeliest first. */
    List<BlockDevice> worthALook() {
        return List.copyOf(worthALook);
    }

    List<PassedOver> passedOver() {
        return List.copyOf(passedOver);
    }

    private boolean isWorthAWord(BlockDevice device) {
        boolean isContainer = device.tableType().isPresent() || isExtended(device);
        return !Looks.madeFor(device)
                && device.size().count() > 0
                && (machine.belongsToRescue(device) ? device.isWholeDisk() : !isContainer);
    }

    private static boolean isExtended(BlockDevice device) {
        return device.partition()
                .filter(it -> EXTENDED.stream().anyMatch(it::isOfType))
                .isPresent();
    }

    private void sort(BlockDevice device) {
        Optional<String> obstacle = machine.belongsToRescue(device)
                ? Optional.of("the running rescue system is on it")
                : device.filesystem()
                        .map(it -> obstacle(device, it))
                        .orElseGet(() -> Optional.of(unread(device).orElseGet(() -> withoutFilesystem(device))));
        obstacle.ifPresentOrElse(
                reason -> passedOver.add(new PassedOver(device, reason)), () -> worthALook.add(device));
    }

    // What nobody could read is not empty.
    private Optional<String> unread(BlockDevice device) {
        return machine.unknownsOf(device).stream()
                .map(it -> it.substring(device.path().length() + 1))
                .filter(it -> it.startsWith("could not be read"))
                .findFirst();
    }

    private static String withoutFilesystem(BlockDevice device) {
        if (device.partition()
                .filter(it -> it.isOfType(PartitionEntry.BIOS_BOOT))
                .isPresent()) {
            return "BIOS boot partition";
        }
        return device.kind() == DeviceKind.ROM ? "no medium, or none that is known" : "nothing known is on it";
    }

    private Optional<String> obstacle(BlockDevice device, Filesystem filesystem) {
        String type = filesystem.type();
        Optional<String> foreign = ForeignContent.of(device, filesystem);
        if (foreign.isPresent()) {
            return foreign;
        }
        if (filesystem.isHibernationImage()) {
            return Optional.of("swap with the memory of a hibernated system");
        }
        if (filesystem.isSwap()) {
            return Optional.of("swap");
        }
        if (filesystem.isMember()) {
            return Optional.of(
                    MEMBERS.getOrDefault(type, "member of " + type) + (OF_SYSTEMS.contains(type) ? "" : upper(device)));
        }
        if (filesystem.usage() == Usage.CRYPTO) {
            return Optional.of("encrypted (" + type + ")" + upper(device));
        }
        if (!machine.childrenOf(device).isEmpty()) {
            return Optional.of("used by" + names(device));
        }
        return OF_SYSTEMS.contains(type) ? Optional.empty() : Optional.of(type + ", no root of a server");
    }

    private String upper(BlockDevice device) {
        return machine.childrenOf(device).isEmpty()
                ? (device.filesystem().filter(it -> it.usage() == Usage.CRYPTO).isPresent()
                        ? ": unlock it, then look again"
                        : ": not assembled")
                : ": see" + names(device);
    }

    private String names(BlockDevice device) {
        StringBuilder names = new StringBuilder();
        machine.childrenOf(device).forEach(child -> names.append(' ').append(child.path()));
        return names.toString();
    }

    private static int promise(BlockDevice device) {
        String name = device.label()
                .or(() -> device.partition().flatMap(PartitionEntry::label))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        if (name.contains("root")) {
            return 0;
        }
        return DATA_WORDS.stream().anyMatch(name::contains) ? 2 : 1;
    }
}
