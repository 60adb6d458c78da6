package io.github.rescuekit.ui.command;

import io.github.rescuekit.diagnose.InstalledSystemSearch;
import io.github.rescuekit.installed.Architectures;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
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
        return new InstalledSystemSearch(toolkit().mounter(), Architectures.ofThisMachine())
                .choose(machine, Optional.ofNullable(system));
    }

    /** Tells what is going on: beside the answer, which must stay one JSON document. */
    final void tell(List<String> lines) {
        PrintWriter to = wantsJson() ? operator().err() : operator().out();
        lines.forEach(to::println);
        to.flush();
    }
}
