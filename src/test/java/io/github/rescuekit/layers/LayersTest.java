package io.github.rescuekit.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.Secret;
import io.github.rescuekit.model.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersTest {

    private static final Opening LOOK = new Opening(Access.READ_ONLY, false, device -> Optional.empty());

    @TempDir
    private Path directory;

    private final List<BlockDevice> devices = new ArrayList<>();
    private final List<MdArray> arrays = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();

    @Test
    void assemblesAWholeMirrorReadOnly() throws IOException {
        half("/dev/sda2", "AA", 7);
        half("/dev/sdb2", "AA", 7);

        List<Layer> layers = layers().open(LOOK, Optional.empty());

        assertThat(layers).singleElement().satisfies(it -> {
            assertThat(it.device()).contains("/dev/md127");
            assertThat(it.name()).isEqualTo("raid1 of /dev/sda2, /dev/sdb2");
        });
        assertThat(ran)
                .contains("mdadm --assemble --readonly --run --config=none /dev/md127 /dev/sda2 /dev/sdb2")
                .noneMatch(it -> it.contains("--readwrite"));
    }

    @Test
    void makesItWritableOnlyWhenTold() throws IOException {
        half("/dev/sda2", "AA", 7);
        half("/dev/sdb2", "AA", 7);

        layers().open(new Opening(Access.WRITABLE, false, device -> Optional.empty()), Optional.empty());

        assertThat(ran).contains("mdadm --readwrite /dev/md127");
    }

    @Test
    void refusesALoneHalfThatMayBeTheOlderOne() throws IOException {
        half("/dev/sda2", "AA", 7);

        List<Layer> layers = layers().open(LOOK, Optional.empty());

        assertThat(layers).singleElement().satisfies(it -> {
            assertThat(it.isOpen()).isFalse();
            assertThat(it.obstacle().orElseThrow()).contains("may hold newer data");
            assertThat(it.next().orElseThrow()).contains("--degraded");
        });
        assertThat(ran).noneMatch(it -> it.contains("--assemble"));
    }

    @Test
    void opensALoneHalfThatOutlivedTheOther() throws IOException {
        half("/dev/sda2", "A.", 9);

        assertThat(layers().open(LOOK, Optional.empty())).singleElement().satisfies(it -> {
            assertThat(it.isOpen()).isTrue();
            assertThat(it.remarks()).containsExactly("it runs degraded");
        });
    }

    @Test
    void namesWhatIsMissingOfAnArrayWithoutRedundancy() throws IOException {
        half("/dev/sda2", "AA", 7);
        answers.replaceAll((command, answer) -> answer.replace("raid1", "raid0"));

        assertThat(layers().open(new Opening(Access.READ_ONLY, true, device -> Optional.empty()), Optional.empty()))
                .singleElement()
                .satisfies(it -> assertThat(it.obstacle()).contains("1 of its 2 devices are missing"));
    }

    @Test
    void givesAPassphraseToStandardInputAndToNothingElse() throws IOException {
        devices.add(device("/dev/sda3", "crypto_LUKS", Usage.CRYPTO));
        Opening opening = new Opening(
                Access.READ_ONLY, false, device -> Optional.of(new LuksKey.Passphrase(new Secret("correct horse"))));

        List<Layer> layers = layers().open(opening, Optional.empty());

        assertThat(layers)
                .singleElement()
                .satisfies(it -> assertThat(it.device()).contains("/dev/mapper/luks-u"));
        assertThat(ran)
                .containsExactly("cryptsetup open --type luks --key-file - --readonly -- /dev/sda3 luks-u (secret)");
    }

    @Test
    void unlocksWithAHeaderThatIsKeptApart() throws IOException {
        devices.add(device("/dev/sda3", "ext4", Usage.FILESYSTEM));
        Opening opening = new Opening(
                Access.READ_ONLY,
                false,
                device -> Optional.of(new LuksKey.KeyFile(Path.of("/run/key"), List.of("--keyfile-size", "64"))),
                Map.of("/dev/sda3", Path.of("/run/header")));

        layers().open(opening, Optional.of("/dev/sda3"));

        assertThat(ran)
                .containsExactly("cryptsetup open --type luks --key-file /run/key --keyfile-size 64"
                        + " --header /run/header --readonly -- /dev/sda3 luks-u");
    }

    @Test
    void opensWhatLiesInTheDeviceThatIsNamedAndNothingElse() throws IOException {
        devices.add(device("/dev/sda3", "crypto_LUKS", Usage.CRYPTO));
        devices.add(childOf("/dev/sda3", "/dev/mapper/luks-u", "crypto_LUKS"));
        devices.add(device("/dev/sdb3", "crypto_LUKS", Usage.CRYPTO));

        assertThat(layers().open(LOOK, Optional.of("/dev/sda3")))
                .extracting(Layer::name)
                .containsExactly("encrypted /dev/mapper/luks-u");
    }

    @Test
    void aVolumeGetsTheNameThatTheInstalledSystemHasForIt() throws IOException {
        devices.add(device("/dev/sda3", "crypto_LUKS", Usage.CRYPTO));
        Layers layers = layers();
        Layer layer = layers.open(
                        new Opening(Access.READ_ONLY, false, device -> Optional.of(new LuksKey.KeyFile(Path.of("/k")))),
                        Optional.empty())
                .get(0);

        assertThat(layers.rename(layer, "cryptroot").device()).contains("/dev/mapper/cryptroot");

        assertThat(ran).contains("dmsetup rename luks-u cryptroot");
        devices.add(device("/dev/mapper/cryptroot", "ext4", Usage.FILESYSTEM));
        assertThat(layers.close()).containsExactly("/dev/mapper/cryptroot");
    }

    @Test
    void aNameThatIsTakenIsLeftAlone() throws IOException {
        devices.add(device("/dev/sda3", "crypto_LUKS", Usage.CRYPTO));
        Layers layers = layers();
        Layer layer = layers.open(
                        new Opening(Access.READ_ONLY, false, device -> Optional.of(new LuksKey.KeyFile(Path.of("/k")))),
                        Optional.empty())
                .get(0);
        devices.add(device("/dev/mapper/cryptroot", "ext4", Usage.FILESYSTEM));

        assertThat(layers.rename(layer, "cryptroot")).isEqualTo(layer);
        assertThat(ran).noneMatch(it -> it.startsWith("dmsetup"));
    }

    @Test
    void namesAnArrayOfAController() throws IOException {
        devices.add(device("/dev/sda", "isw_raid_member", Usage.RAID));
        devices.add(device("/dev/sdb", "isw_raid_member", Usage.RAID));

        assertThat(layers().open(LOOK, Optional.empty())).singleElement().satisfies(it -> {
            assertThat(it.name()).isEqualTo("array of /dev/sda, /dev/sdb");
            assertThat(it.obstacle().orElseThrow()).contains("Intel's firmware RAID");
        });
        assertThat(ran).isEmpty();
    }

    @Test
    void opensVolumesThatWriteNothingAndNamesTheOthers() throws IOException {
        volumeGroup("""
                {"vg_name":"server","vg_uuid":"g1","pv_count":"1","vg_missing_pv_count":"0","vg_exported":""}""", """
                {"pv_name":"/dev/sda2","pv_uuid":"p1","vg_uuid":"g1"}""", """
                {"vg_name":"server","vg_uuid":"g1","lv_name":"root","lv_layout":"thin,sparse","lv_role":"public"},
                {"vg_name":"server","vg_uuid":"g1","lv_name":"pool","lv_layout":"thin,pool","lv_role":"private"},
                {"vg_name":"server","vg_uuid":"g1","lv_name":"old","lv_layout":"thin,sparse","lv_role":"public,snapshot"},
                {"vg_name":"server","vg_uuid":"g1","lv_name":"slow","lv_layout":"cache","lv_role":"public"}""");

        assertThat(layers().open(LOOK, Optional.empty()))
                .extracting(Layer::name, Layer::isOpen)
                .containsExactly(
                        tuple("volume server/root", true),
                        tuple("volume server/old", false),
                        tuple("volume server/slow", false));
        assertThat(ran.stream().filter(it -> it.startsWith("lvchange")))
                .containsExactly("lvchange --activate y --activationmode complete server/root");
    }

    @Test
    void tellsTwoGroupsWithOneNameByTheirUuids() throws IOException {
        volumeGroup("""
                {"vg_name":"server","vg_uuid":"g1","pv_count":"1","vg_missing_pv_count":"0","vg_exported":""},
                {"vg_name":"server","vg_uuid":"g2","pv_count":"1","vg_missing_pv_count":"0","vg_exported":""}""", """
                {"pv_name":"/dev/sda2","pv_uuid":"p1","vg_uuid":"g1"},
                {"pv_name":"/dev/sda2","pv_uuid":"p2","vg_uuid":"g2"}""", """
                {"vg_name":"server","vg_uuid":"g1","lv_name":"root","lv_layout":"linear","lv_role":"public"},
                {"vg_name":"server","vg_uuid":"g2","lv_name":"root","lv_layout":"linear","lv_role":"public"}""");

        assertThat(layers().open(LOOK, Optional.empty()))
                .extracting(Layer::name, Layer::isOpen)
                .containsExactly(
                        tuple("volume server/root of the group g1", false),
                        tuple("volume server/root of the group g2", false));
        assertThat(ran).noneMatch(it -> it.startsWith("lvchange"));
    }

    @Test
    void closesWhatUdevSwitchedOnInWhatItOpened() throws IOException {
        devices.add(device("/dev/sda3", "crypto_LUKS", Usage.CRYPTO));
        Layers layers = layers();
        layers.open(
                new Opening(Access.READ_ONLY, false, device -> Optional.of(new LuksKey.KeyFile(Path.of("/k")))),
                Optional.empty());
        devices.add(childOf("/dev/sda3", "/dev/mapper/luks-u", "ext4"));
        devices.add(childOf("/dev/mapper/luks-u", "/dev/mapper/server-root", "ext4"));

        assertThat(layers.close()).containsExactly("/dev/mapper/server-root", "/dev/mapper/luks-u");
    }

    private void volumeGroup(String groups, String members, String volumes) {
        devices.add(device("/dev/sda2", "LVM2_member", Usage.RAID));
        report("vgs", "vg", "vg_name,vg_uuid,pv_count,vg_missing_pv_count,vg_exported", groups);
        report("pvs", "pv", "pv_name,pv_uuid,vg_uuid", members);
        report("lvs", "lv", "vg_name,vg_uuid,lv_name,lv_layout,lv_role", volumes);
    }

    private void report(String program, String rows, String fields, String text) {
        answers.put(
                program + " --readonly --reportformat json --options " + fields,
                "{\"report\":[{\"" + rows + "\":[" + text + "]}]}");
    }

    private BlockDevice childOf(String parent, String path, String type) {
        BlockDevice alone = device(path, type, Usage.CRYPTO);
        return new BlockDevice(
                alone.path(),
                alone.number(),
                DeviceKind.CRYPT,
                alone.size(),
                false,
                List.of(parent),
                List.of(),
                alone.hardware(),
                Optional.empty(),
                Optional.empty(),
                alone.filesystem(),
                Optional.empty());
    }

    @Test
    void closesInReverseWhatItOpened() throws IOException {
        devices.add(device("/dev/sda3", "crypto_LUKS", Usage.CRYPTO));
        half("/dev/sdb2", "A.", 9);
        Layers layers = layers();
        layers.open(
                new Opening(Access.READ_ONLY, false, device -> Optional.of(new LuksKey.Passphrase(new Secret("x")))),
                Optional.empty());
        devices.add(device("/dev/mapper/luks-u", "ext4", Usage.FILESYSTEM));
        devices.add(device("/dev/md127", "ext4", Usage.FILESYSTEM));
        ran.clear();

        assertThat(layers.close()).containsExactly("/dev/mapper/luks-u", "/dev/md127");
        assertThat(ran).containsExactly("cryptsetup close -- /dev/mapper/luks-u", "mdadm --stop /dev/md127");
        assertThat(layers.close()).isEmpty();
    }

    private void half(String path, String slots, int events) {
        devices.add(device(path, "linux_raid_member", Usage.RAID));
        answers.put("mdadm --examine " + path, """
                     Array UUID : 8961ae77:617e81fa:5ad58c54:e78a46ad
                     Raid Level : raid1
                   Raid Devices : 2
                         Events : %s
                    Array State : %s ('A' == active, '.' == missing, 'R' == replacing)
                """.replaceFirst("%s", String.valueOf(events))
                .replaceFirst("%s", slots));
    }

    private Layers layers() throws IOException {
        for (String program : List.of("mdadm", "cryptsetup", "lvs", "dmsetup")) {
            Files.createFile(
                    directory.resolve(program),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        return new Layers(
                this::run,
                new Tools(List.of(directory.toString())),
                this::machine,
                new OpenedLayers(directory.resolve("opened")));
    }

    private Result run(Command command) {
        ran.add(command + (command.input() instanceof Command.Input.Hidden hidden ? " " + hidden.secret() : ""));
        if (command.arguments().contains("--assemble")) {
            arrays.add(new MdArray(
                    "/dev/md127",
                    "active",
                    Optional.of("raid1"),
                    command.arguments().stream()
                            .filter(it -> it.startsWith("/dev/sd"))
                            .map(it -> new MdArray.Member(it, 0, ""))
                            .toList(),
                    List.of(),
                    Optional.empty()));
        }
        return Result.of(0, answers.getOrDefault(command.toString(), ""));
    }

    private Machine machine() {
        return new Machine(devices, List.of(), List.of(), arrays, List.of());
    }

    private BlockDevice device(String path, String type, Usage usage) {
        return new BlockDevice(
                path,
                new DeviceNumber(8, devices.size()),
                DeviceKind.DISK,
                Bytes.gib(1),
                false,
                List.of(),
                List.of(),
                BlockDevice.Hardware.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Filesystem(type, usage, Optional.of("u"), Optional.empty(), Optional.empty())),
                Optional.empty());
    }
}
