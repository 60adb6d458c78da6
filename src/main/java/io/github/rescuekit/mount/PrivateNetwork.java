package io.github.rescuekit.mount;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Tools;
import java.util.List;

/** A network namespace that ends with the program in it: rules that it loads never meet the network of this machine. */
public final class PrivateNetwork {

    private static final String PROGRAM = "unshare";

    private PrivateNetwork() {}

    /** The command, inside a network of its own. */
    public static Command around(Command command) {
        return Command.of(PROGRAM, "--net", "--", command.program())
                .with(command.arguments().toArray(String[]::new));
    }

    /** True when the programs that this takes are there. */
    public static boolean canRun(Tools tools, Command command) {
        return tools.missing(List.of(PROGRAM, command.program())).isEmpty();
    }
}
