package io.github.rescuekit.probe;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.BusDevice;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a disk hangs on, as {@code /sys} tells it. */
public final class BusDevices {

    private static final String DEVICES = "/sys/devices";
    // Where a kernel joins the ways to one NVMe, also when there is one only.
    private static final String JOINED = DEVICES + "/virtual/nvme-subsystem/";
    private static final Pattern CONTROLLER = Pattern.compile("nvme\\d+");
    // Bridges between buses: every kernel has their driver built in.
    private static final Pattern BRIDGE = Pattern.compile("pci:.*bc06.*");

    private final KernelFiles files;

    public BusDevices() {
        this(new KernelFiles(Path.of("/")));
    }

    BusDevices(KernelFiles files) {
        this.files = files;
    }

    /** Those with a driver, the nearest to the disk first; none for a disk that no hardware stands behind. */
    public List<BusDevice> of(BlockDevice disk) {
        return files.linkTarget("/sys/class/block/" + disk.name().replace('/', '!')).stream()
                .flatMap(this::ways)
                .flatMap(BusDevices::upwards)
                .flatMap(it -> device(it).stream())
                .filter(it -> !BRIDGE.matcher(it.alias()).matches())
                .distinct()
                .toList();
    }

    private Stream<String> ways(String device) {
        if (!device.startsWith(JOINED)) {
            return Stream.of(device);
        }
        String subsystem = device.substring(0, device.lastIndexOf('/'));
        return files.names(subsystem).stream()
                .filter(name -> CONTROLLER.matcher(name).matches())
                .flatMap(name -> files.linkTarget(subsystem + "/" + name).stream());
    }

    private static Stream<String> upwards(String device) {
        return Stream.iterate(device, it -> it.startsWith(DEVICES + "/"), it -> it.substring(0, it.lastIndexOf('/')));
    }

    private Optional<BusDevice> device(String path) {
        return files.linkTarget(path + "/driver")
                .flatMap(driver -> files.attribute(path + "/modalias")
                        .map(alias -> new BusDevice(
                                alias,
                                lastName(driver),
                                files.linkTarget(driver + "/module").map(BusDevices::lastName))));
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
