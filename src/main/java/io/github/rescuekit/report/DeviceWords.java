package io.github.rescuekit.report;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a device is, what it holds and who uses it, in short phrases that are safe to show. */
final class DeviceWords {

    private static final int SHOWN_MOUNTS = 3;

    private final Machine machine;
    private final boolean withIdentifiers;

    /**
     * Describes the devices of a machine.
     *
     * @param withIdentifiers with UUIDs, for wide terminals
     */
    DeviceWords(Machine machine, boolean withIdentifiers) {
        this.machine = machine;
        this.withIdentifiers = withIdentifiers;
    }

    String of(BlockDevice device) {
        List<String> phrases = new ArrayList<>();
        what(device).ifPresent(phrases::add);
        array(device).ifPresent(array -> phrases.addAll(arrayWords(array)));
        device.tableType().map(DeviceWords::tableWord).ifPresent(phrases::add);
        phrases.addAll(contents(device));
        phrases.addAll(hardware(device));
        phrases.addAll(use(device));
        if (device.readOnly() && device.kind() != DeviceKind.ROM) {
            phrases.add("read-only");
        }
        return String.join(", ", phrases);
    }

    boolean isInTrouble(BlockDevice device) {
        return array(device).filter(MdArray::isDegraded).isPresent();
    }

    private Optional<String> what(BlockDevice device) {
        return switch (device.kind()) {
            case DISK -> Optional.of("disk");
            case PARTITION -> device.partition().flatMap(PartitionTypes::special);
            case RAID -> array(device).flatMap(MdArray::level).or(() -> Optional.of("array"));
            case LVM -> Optional.of("LVM volume");
            case CRYPT -> Optional.of("opened LUKS");
            case LOOP ->
                Optional.of(device.backingFile()
                        .map(file -> "loop over " + Show.text(file))
                        .orElse("loop"));
            case ROM -> Optional.of("CD or DVD drive");
            case MULTIPATH -> Optional.of("multipath");
            case OTHER -> Optional.of("other");
        };
    }

    private static String tableWord(String type) {
        return switch (type) {
            case "dos" -> "MBR";
            case "PMBR" -> "protective MBR without its GPT";
            default -> Show.text(type).toUpperCase(Locale.ROOT);
        };
    }

    private Optional<MdArray> array(BlockDevice device) {
        return machine.arrays().stream()
                .filter(it -> machine.device(it.path()).filter(device::equals).isPresent())
                .findFirst();
    }

    static List<String> arrayWords(MdArray array) {
        List<String> words = new ArrayList<>();
        if (!array.state().equals("active")) {
            words.add(Show.text(array.state()));
        }
        if (array.isDegraded()) {
            words.add("DEGRADED "
                    + array.slots().stream().map(up -> up ? "U" : "_").collect(Collectors.joining("", "[", "]")));
        }
        array.members().stream()
                .filter(MdArray.Member::isFaulty)
                .forEach(member -> words.add(Show.text(member.path()) + " failed"));
        array.activity().map(Show::text).ifPresent(words::add);
        return words;
    }

    private List<String> contents(BlockDevice device) {
        if (device.filesystem().isPresent()) {
            return filesystemWords(device, device.filesystem().get());
        }
        boolean holdsNothing = device.tableType().isEmpty()
                && machine.childrenOf(device).isEmpty()
                && device.partition().flatMap(PartitionTypes::special).isEmpty()
                && device.kind() != DeviceKind.ROM
                && machine.mountsOf(device).isEmpty();
        List<String> words = new ArrayList<>();
        device.partition().flatMap(PartitionTypes::plain).ifPresent(words::add);
        if (holdsNothing) {
            words.add("nothing recognized on it");
        }
        return words;
    }

    private List<String> filesystemWords(BlockDevice device, Filesystem filesystem) {
        List<String> words = new ArrayList<>();
        words.add(typeWord(device, filesystem)
                + (filesystem.isMember()
                        ? ""
                        : filesystem.label().map(DeviceWords::quoted).orElse("")));
        if (withIdentifiers) {
            filesystem.uuid().map(uuid -> "UUID " + Show.text(uuid)).ifPresent(words::add);
        }
        return words;
    }

    private String typeWord(BlockDevice device, Filesystem filesystem) {
        if (filesystem.isHibernationImage()) {
            return "swap with a SUSPENDED system";
        }
        String children = machine.childrenOf(device).stream()
                .map(BlockDevice::path)
                .map(Show::text)
                .collect(Collectors.joining(" and "));
        if (filesystem.usage() == Usage.CRYPTO) {
            return Show.text(filesystem.type()).replace("crypto_LUKS", "LUKS") + (children.isEmpty() ? ", locked" : "");
        }
        if (filesystem.isMember()) {
            return memberWord(filesystem.type()) + (children.isEmpty() ? ", not assembled" : " of " + children);
        }
        return Show.text(filesystem.type());
    }

    private static String memberWord(String type) {
        return switch (type) {
            case "linux_raid_member" -> "member";
            case "LVM2_member" -> "physical volume";
            default -> Show.text(type).replace('_', ' ');
        };
    }

    private static String quoted(String label) {
        return " \"" + Show.text(label) + "\"";
    }

    private static List<String> hardware(BlockDevice device) {
        List<String> words = new ArrayList<>();
        device.hardware().model().map(Show::text).ifPresent(words::add);
        device.hardware().serial().map(serial -> "serial " + Show.text(serial)).ifPresent(words::add);
        return words;
    }

    private List<String> use(BlockDevice device) {
        List<String> words = new ArrayList<>();
        List<String> places = machine.mountsOf(device).stream()
                .map(MountEntry::mountPoint)
                .map(Show::text)
                .distinct()
                .toList();
        if (!places.isEmpty()) {
            String more = places.size() > SHOWN_MOUNTS ? " and " + (places.size() - SHOWN_MOUNTS) + " more" : "";
            words.add("mounted at " + places.stream().limit(SHOWN_MOUNTS).collect(Collectors.joining(", ")) + more);
        }
        if (machine.isSwappedOn(device)) {
            words.add("swap in use");
        }
        return words;
    }
}
