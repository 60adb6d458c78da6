package io.github.rescuekit.repair.initramfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.InstalledSystems;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.BusDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Machine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** With the initramfs of a Debian 12 and the lists of its kernel's modules, as they were recorded. */
class InitramfsLookTest {

    private static final Path RECORDED = Path.of("src/test/resources/initramfs/debian-12-cloud");
    private static final String RELEASE = "6.1.0-50-cloud-amd64";
    private static final String INITRD = "/boot/initrd.img-" + RELEASE;
    private static final BusDevice VIRTIO_PCI = new BusDevice(
            "pci:v00001AF4d00001001sv00001AF4sd00000002bc01sc00i00", "virtio-pci", Optional.of("virtio_pci"));
    private static final BusDevice NVME =
            new BusDevice("pci:v00001B36d00000010sv00001AF4sd00001100bc01sc08i02", "nvme", Optional.of("nvme"));
    private static final BusDevice MEGARAID =
            new BusDevice("pci:v00001000d0000005Bsv00001028sd00001F31bc01sc04i00", "megaraid_sas", Optional.empty());

    private List<BusDevice> hardware = List.of(TestInitramfs.VIRTIO, VIRTIO_PCI);
    private String type = "ext4";
    private Supplier<TestDisks> disks = () -> new TestDisks().disk("/dev/vda").partition("/dev/vda1", type, "5e77", "");
    private String rootDevice = "/dev/vda1";

    @Test
    void findsTheDriversOfAVirtualDiskAndTheBuiltInFilesystem() throws IOException {
        InitramfsLook.Inside inside = look(gzip(recorded()));

        assertThat(inside.missing()).isEmpty();
        assertThat(inside.unknown()).isEmpty();
        assertThat(inside.evidence())
                .containsExactly(
                        "virtio_blk is there: /dev/vda hangs on virtio:d00000002v00001AF4 (virtio_blk)",
                        "virtio_pci is there: /dev/vda hangs on " + VIRTIO_PCI.alias() + " (virtio-pci)",
                        "ext4 is there: /dev/vda1 holds ext4");
    }

    @Test
    void findsThatTheDriverIsGone() throws IOException {
        assertThat(look(gzip(without("virtio_blk.ko"))).missing())
                .containsExactly(
                        INITRD + " has no virtio_blk: /dev/vda hangs on virtio:d00000002v00001AF4 (virtio_blk)");
    }

    @Test
    void findsThatAModuleIsGoneThatTheDriverIsBuiltOn() throws IOException {
        assertThat(look(gzip(without("virtio_ring.ko"))).missing())
                .allMatch(it -> it.startsWith(INITRD + " has no virtio_ring: "))
                .hasSize(2);
    }

    @Test
    void takesADriverThatIsBuiltIntoTheKernel() throws IOException {
        hardware = List.of(NVME);

        assertThat(look(gzip(recorded())).evidence()).first().asString().startsWith("nvme is there: ");
    }

    @Test
    void knowsThatTheBuiltInDriverOfExt4MountsAnExt3() throws IOException {
        type = "ext3";

        assertThat(look(gzip(recorded())).evidence()).last().isEqualTo("ext4 is there: /dev/vda1 holds ext3");
    }

    @Test
    void cannotTellOfHardwareThatThisKernelDoesNotKnow() throws IOException {
        hardware = List.of(MEGARAID);

        InitramfsLook.Inside inside = look(gzip(recorded()));

        assertThat(inside.missing()).isEmpty();
        assertThat(inside.unknown())
                .containsExactly("no driver is known for it in " + INITRD + ": /dev/vda hangs on " + MEGARAID.alias()
                        + " (megaraid_sas)");
    }

    @Test
    void readsBehindTheMicrocodeOfTheProcessor() throws IOException {
        String microcode = TestInitramfs.archive(3000, "kernel/x86/microcode/GenuineIntel.bin");

        assertThat(look(microcode + "\0".repeat(512) + gzip(recorded())).evidence())
                .hasSize(3);
    }

    @Test
    void findsMicrocodeAloneToHoldNothingToStart() {
        assertThat(look(TestInitramfs.archive(3000, "kernel/x86/microcode/GenuineIntel.bin"))
                        .missing())
                .containsExactly(INITRD + " holds no /init to start");
    }

    @Test
    void findsThatItWasCutOff() throws IOException {
        String whole = recorded();

        assertThat(look(whole.substring(0, whole.length() / 2)).missing())
                .containsExactly(INITRD + " cannot be unpacked: it breaks off");
        String packed = gzip(whole);
        assertThat(look(packed.substring(0, packed.length() / 2)).missing())
                .first()
                .asString()
                .startsWith(INITRD + " cannot be unpacked: ");
    }

    @Test
    void findsWhatIsNoArchive() {
        String archive = TestInitramfs.archive(10, "init");

        assertThat(look(archive + "rubbish rubbish").missing())
                .containsExactly(INITRD + " cannot be unpacked: after its archives comes something that is none");
    }

    @Test
    void findsThatNothingUnlocksTheRoot() throws IOException {
        encrypt();

        assertThat(look(TestInitramfs.file("cryptroot/crypttab", "") + gzip(withCryptsetup()))
                        .missing())
                .containsExactly(
                        "cryptroot/crypttab in " + INITRD + " has no line for /dev/vda1, in which the root lies");
        assertThat(look(TestInitramfs.file("cryptroot/crypttab", "data UUID=5e78 none luks\n") + gzip(withCryptsetup()))
                        .missing())
                .hasSize(1);
    }

    @Test
    void findsTheLineThatUnlocksTheRoot() throws IOException {
        encrypt();

        InitramfsLook.Inside inside =
                look(TestInitramfs.file("cryptroot/crypttab", "any UUID=5e77 none luks\n") + gzip(withCryptsetup()));

        assertThat(inside.missing()).isEmpty();
        assertThat(inside.evidence()).last().isEqualTo("cryptroot/crypttab in " + INITRD + " unlocks /dev/vda1 as any");
    }

    @Test
    void cannotTellWhichDeviceAMereNameMeans() throws IOException {
        encrypt();

        InitramfsLook.Inside inside =
                look(TestInitramfs.file("cryptroot/crypttab", "any /dev/sdb7 none luks\n") + gzip(withCryptsetup()));

        assertThat(inside.missing()).isEmpty();
        assertThat(inside.unknown()).singleElement().asString().contains("/dev/sdb7");
    }

    @Test
    void expectsNoLineForARootThatIsNotEncrypted() throws IOException {
        assertThat(look(TestInitramfs.file("cryptroot/crypttab", "") + gzip(recorded()))
                        .missing())
                .isEmpty();
    }

    private void encrypt() {
        disks = () -> new TestDisks()
                .disk("/dev/vda")
                .partition("/dev/vda1", "crypto_LUKS", "5e77", "")
                .layer(DeviceKind.CRYPT, "/dev/mapper/here", "ext4", "5e79", "/dev/vda1");
        rootDevice = "/dev/mapper/here";
    }

    private static String withCryptsetup() {
        return TestInitramfs.archive(
                100,
                Stream.concat(
                                names().stream(),
                                Stream.of(
                                        "usr/sbin/cryptsetup",
                                        "usr/lib/modules/" + RELEASE + "/kernel/drivers/md/dm-crypt.ko",
                                        "usr/lib/modules/" + RELEASE + "/kernel/drivers/md/dm-mod.ko"))
                        .toArray(String[]::new));
    }

    private InitramfsLook.Inside look(String initramfs) {
        TestTree tree = new TestTree()
                .file("/usr/lib/os-release", "ID=debian\nVERSION_ID=12\n")
                .link("/etc/os-release", "../usr/lib/os-release")
                .link("/lib", "usr/lib")
                .file("/etc/fstab", "")
                .file("/boot/vmlinuz-" + RELEASE, "MZ")
                .file(INITRD, initramfs);
        for (String list : List.of("modules.dep", "modules.alias", "modules.builtin", "modules.builtin.modinfo")) {
            tree.file("/usr/lib/modules/" + RELEASE + "/" + list, read(RECORDED.resolve(list)));
        }
        Machine machine = disks.get().machine();
        BlockDevice root = machine.device(rootDevice).orElseThrow();
        InstalledSystem system = InstalledSystems.at(tree.emptyDirectories(), machine, Optional.of(root), List.of())
                .orElseThrow();
        return InitramfsLook.withoutPrograms(disk -> hardware)
                .look(system, root, system.kernels().get(0), List.of(INITRD));
    }

    private static String recorded() {
        return TestInitramfs.archive(100, names().toArray(String[]::new));
    }

    private static String without(String file) {
        return TestInitramfs.archive(
                100, names().stream().filter(it -> !it.endsWith("/" + file)).toArray(String[]::new));
    }

    private static List<String> names() {
        return read(RECORDED.resolve("names")).lines().toList();
    }

    private static String gzip(String archive) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(archive.getBytes(StandardCharsets.ISO_8859_1));
        }
        return TestInitramfs.text(packed.toByteArray());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
