package io.github.rescuekit.ui;

/** The parts that the front ends may use, built once by the program's wiring. */
public record Toolkit(String version) {}
