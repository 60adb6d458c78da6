package io.github.rescuekit.diagnose;

import io.github.rescuekit.installed.Architectures;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import java.util.ArrayList;
import java.util.List;

/** What an operator must know of a system before touching it. */
final class Warnings {

    private final Machine machine;
    private final String architecture;

    /** On a machine whose kernel is of that architecture. */
    Warnings(Machine machine, String architecture) {
        this.machine = machine;
        this.architecture = architecture;
    }

    List<String> of(InstalledSystem system, BlockDevice device) {
        List<String> warnings = new ArrayList<>();
        hibernated(device)
                .forEach(swap -> warnings.add("it is hibernated: its memory is in " + swap.path()
                        + ", and it will go on as if its filesystems had not changed; writing to them destroys them"));
        Twins.of(device, machine).forEach(twin -> warnings.add(twin(twin)));
        system.architecture()
                .filter(it -> !Architectures.runs(architecture, it))
                .ifPresent(it -> warnings.add("it is installed for " + it + ", this machine is " + architecture
                        + ": its programs do not run here"));
        system.incomplete().forEach(reason -> warnings.add("the view is incomplete: " + reason));
        return warnings;
    }

    private List<BlockDevice> hibernated(BlockDevice device) {
        List<BlockDevice> disks = machine.disksOf(device);
        return machine.devices().stream()
                .filter(it ->
                        it.filesystem().filter(Filesystem::isHibernationImage).isPresent())
                .filter(it -> machine.disksOf(it).stream().anyMatch(disks::contains))
                .toList();
    }

    private String twin(BlockDevice twin) {
        List<String> serials = machine.disksOf(twin).stream()
                .flatMap(disk -> disk.hardware().serial().stream())
                .toList();
        return twin.path() + " has the same UUID (" + twin.size()
                + (serials.isEmpty() ? "" : ", serial " + String.join(" ", serials))
                + "): a clone, a snapshot or half of a mirror; name this system by its device";
    }
}
