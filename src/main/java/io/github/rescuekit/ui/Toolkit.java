package io.github.rescuekit.ui;

import java.util.function.BooleanSupplier;

/**
 * The parts that the front ends may use, built once by the program's wiring.
 *
 * @param isRoot whether this process has root rights
 * @param bugs where traces of bugs go
 */
public record Toolkit(String version, BooleanSupplier isRoot, BugLog bugs) {}
