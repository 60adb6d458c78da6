package io.github.rescuekit.repair.initramfs;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.LayerNameFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.CrypttabEntry;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.mount.DeviceFinder;
import io.github.rescuekit.mount.FoundDevice;
import io.github.rescuekit.parse.Crypttab;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Is the root unlocked by what Debian's initramfs holds of crypttab? A line whose name was wrong when it was made is left
 * out without an error, and the boot then waits for a root that nobody unlocks.
 */
final class RootUnlocking {

    private static final String LUKS = "crypto_LUKS";

    private final Machine machine;
    private final BlockDevice root;
    private final DeviceFinder devices;

    RootUnlocking(InstalledSystem system, BlockDevice root) {
        this.machine = system.machine();
        this.root = root;
        this.devices = new DeviceFinder(system.fstab(), LayerNameFiles.names(system.files()), system.machine(), root);
    }

    InitramfsLook.Inside judge(String crypttab, String where) {
        Set<BlockDevice> below = new LinkedHashSet<>();
        collect(root, below);
        List<CrypttabEntry> lines = Crypttab.parse(crypttab);
        return below.stream()
                .filter(it -> it.holds(LUKS))
                .findFirst()
                .map(it -> judge(it, lines, where))
                .orElse(InitramfsLook.Inside.NOTHING);
    }

    private void collect(BlockDevice device, Set<BlockDevice> below) {
        if (below.add(device)) {
            device.parents().stream().flatMap(it -> machine.device(it).stream()).forEach(it -> collect(it, below));
        }
    }

    private InitramfsLook.Inside judge(BlockDevice encrypted, List<CrypttabEntry> lines, String where) {
        String file = Content.CRYPTTAB + " in " + where;
        Optional<CrypttabEntry> own = lines.stream()
                .filter(it -> find(it).device().filter(encrypted::equals).isPresent())
                .findFirst();
        if (own.isPresent()) {
            return InitramfsLook.Inside.evidence(
                    file + " unlocks " + encrypted.path() + " as " + own.get().name());
        }
        Optional<CrypttabEntry> unclear =
                lines.stream().filter(it -> find(it).unclear()).findFirst();
        return unclear.map(it -> InitramfsLook.Inside.unknown("whether " + file + " unlocks " + encrypted.path()
                        + " cannot be told: " + it.source() + ": " + find(it).how()))
                .orElseGet(() -> InitramfsLook.Inside.missing(
                        file + " has no line for " + encrypted.path() + ", in which the root lies"));
    }

    private FoundDevice find(CrypttabEntry line) {
        return devices.find(line.source(), LUKS);
    }
}
