package io.github.rescuekit.ui.command;

import io.github.rescuekit.diagnose.FoundSystems;
import io.github.rescuekit.diagnose.InstalledSystemSearch;
import io.github.rescuekit.installed.Architectures;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.repair.RepairTarget;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A verb about one installed system. */
abstract class SystemVerb extends Verb {

    @Option(
            names = "--system",
            paramLabel = "SYSTEM",
            description = "Device, UUID, hostname or machine-id of the system; needed when there are several.")
    private @Nullable String system;

    SystemVerb(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    /** The root device of the system that the operator means. */
    final BlockDevice rootOn(Machine machine) {
        return search().choose(machine, Optional.ofNullable(system));
    }

    /** Shows the system that the operator means, as the search for it has mounted it. */
    final <T> T look(Machine machine, Function<RepairTarget, T> use) {
        Optional<String> word = Optional.ofNullable(system);
        try (FoundSystems found = search().find(machine, word)) {
            return toolkit().targets().look(machine, found.choose(word).mounted(), use);
        }
    }

    private InstalledSystemSearch search() {
        return new InstalledSystemSearch(toolkit().mounter(), Architectures.ofThisMachine());
    }
}
