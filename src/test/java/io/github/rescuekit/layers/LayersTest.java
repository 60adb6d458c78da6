package io.github.rescuekit.layers;

import static org.assertj.core.api.Assertions.assertThat;

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
        for (String program : List.of("mdadm", "cryptsetup")) {
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
