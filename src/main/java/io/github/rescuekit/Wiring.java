package io.github.rescuekit;

import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import io.github.rescuekit.ui.cli.ScriptOperator;
import java.io.FileDescriptor;
import java.io.FileOutputStream;

/** Builds the parts and hands them to each other; the only place that knows them all. */
final class Wiring {

    Toolkit toolkit() {
        return new Toolkit(version());
    }

    Operator operator() {
        return new ScriptOperator(
                new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err), System.console());
    }

    private static String version() {
        String version = Wiring.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
