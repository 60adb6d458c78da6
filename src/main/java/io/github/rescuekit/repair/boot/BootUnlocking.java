package io.github.rescuekit.repair.boot;

import io.github.rescuekit.installed.InitSystem;
import io.github.rescuekit.installed.LayerNameFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.CrypttabEntry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which encrypted volumes a boot unlocks: those of crypttab and of the kernel's arguments, and what the root lies in. */
public final class BootUnlocking {

    private static final String LUKS = "crypto_LUKS";

    private final BootView view;
    private final List<CrypttabEntry> lines;

    public BootUnlocking(BootView view) {
        this.view = view;
        this.lines = LayerNameFiles.names(view.files()).unlocked();
    }

    /** The encrypted volume in which a device lies and which the boot leaves locked; empty where it is not known of any. */
    public Optional<BlockDevice> lockedBelow(BlockDevice device) {
        // OpenRC has another file for it.
        return view.system().init() == InitSystem.OPENRC
                        || view.whyHidden(LayerNameFiles.CRYPTTAB).isPresent()
                ? Optional.empty()
                : encrypted(device)
                        .filter(it -> encrypted(view.root()).noneMatch(it::equals))
                        .filter(it -> !mayBeOfCrypttab(it) && !isArgument(it))
                        .findFirst();
    }

    private Stream<BlockDevice> encrypted(BlockDevice device) {
        return view.system().machine().stackOf(device).stream().filter(it -> it.holds(LUKS) && !it.equals(device));
    }

    private boolean mayBeOfCrypttab(BlockDevice encrypted) {
        return lines.stream()
                .map(it -> view.devices().find(it.source(), LUKS))
                .anyMatch(it -> it.device().filter(encrypted::equals).isPresent() || it.unclear());
    }

    // rd.luks.uuid=luks-..., cryptdevice=UUID=...:name
    private boolean isArgument(BlockDevice encrypted) {
        return encrypted.uuid().map(it -> it.toLowerCase(Locale.ROOT)).stream()
                .anyMatch(uuid -> new BootMenus(view.files())
                        .started().stream()
                                .flatMap(choice -> choice.chosen().arguments().stream())
                                .anyMatch(it -> it.toLowerCase(Locale.ROOT).contains(uuid)));
    }
}
