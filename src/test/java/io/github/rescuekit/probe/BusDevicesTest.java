package io.github.rescuekit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.model.BusDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of the parts of /sys that matter, as Linux 6.1 shows them. */
class BusDevicesTest {

    private static final String PCI = "/sys/devices/pci0000:00/0000:00:06.0";

    @TempDir
    private Path root;

    @BeforeEach
    void makeBuses() throws IOException {
        Files.createDirectories(root.resolve("sys/class/block"));
    }

    @Test
    void followsAVirtualDiskToItsController() throws IOException {
        device("/sys/devices/pci0000:00", "", "", "");
        device(PCI, "pci:v00001AF4d00001001bc01sc00i00", "pci/drivers/virtio-pci", "virtio_pci");
        device(PCI + "/virtio3", "virtio:d00000002v00001AF4", "virtio/drivers/virtio_blk", "virtio_blk");
        disk("vda", PCI + "/virtio3/block/vda");

        assertThat(look("/dev/vda"))
                .containsExactly(
                        new BusDevice("virtio:d00000002v00001AF4", "virtio_blk", Optional.of("virtio_blk")),
                        new BusDevice("pci:v00001AF4d00001001bc01sc00i00", "virtio-pci", Optional.of("virtio_pci")));
    }

    @Test
    void leavesBridgesOutAndTakesADriverWithoutAModule() throws IOException {
        device(PCI, "pci:v00001B36d0000000Cbc06sc04i00", "pci/drivers/pcieport", "");
        device(PCI + "/0000:01:00.0", "pci:v0000144Dbc01sc08i02", "pci/drivers/nvme", "");
        disk("nvme0n1", PCI + "/0000:01:00.0/nvme/nvme0/nvme0n1");

        assertThat(look("/dev/nvme0n1"))
                .containsExactly(new BusDevice("pci:v0000144Dbc01sc08i02", "nvme", Optional.empty()));
    }

    @Test
    void findsTheControllerBehindTheJoinedWaysToAnNvme() throws IOException {
        device(PCI, "pci:v0000144Dbc01sc08i02", "pci/drivers/nvme", "nvme");
        Files.createDirectories(root.resolve(PCI.substring(1) + "/nvme/nvme0"));
        disk("nvme0n1", "/sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0n1");
        Files.createSymbolicLink(
                root.resolve("sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0"),
                Path.of("../../../pci0000:00/0000:00:06.0/nvme/nvme0"));

        assertThat(look("/dev/nvme0n1"))
                .containsExactly(new BusDevice("pci:v0000144Dbc01sc08i02", "nvme", Optional.of("nvme")));
    }

    @Test
    void knowsNothingOfADiskThatIsAFile() throws IOException {
        disk("loop0", "/sys/devices/virtual/block/loop0");

        assertThat(look("/dev/loop0")).isEmpty();
        assertThat(look("/dev/gone")).isEmpty();
    }

    private List<BusDevice> look(String path) {
        return new BusDevices(new KernelFiles(root))
                .of(new TestDisks().disk(path).machine().device(path).orElseThrow());
    }

    private void device(String path, String alias, String driver, String module) throws IOException {
        Path directory = Files.createDirectories(root.resolve(path.substring(1)));
        if (driver.isEmpty()) {
            return;
        }
        Files.writeString(directory.resolve("modalias"), alias + "\n");
        Path bus = Files.createDirectories(root.resolve("sys/bus").resolve(driver));
        Files.createSymbolicLink(directory.resolve("driver"), directory.relativize(bus));
        if (!module.isEmpty()) {
            Files.createSymbolicLink(
                    bus.resolve("module"),
                    bus.relativize(root.resolve("sys/module").resolve(module)));
        }
    }

    private void disk(String name, String path) throws IOException {
        Path directory = Files.createDirectories(root.resolve(path.substring(1)));
        Path block = root.resolve("sys/class/block");
        Files.createSymbolicLink(block.resolve(name), block.relativize(directory));
    }
}
