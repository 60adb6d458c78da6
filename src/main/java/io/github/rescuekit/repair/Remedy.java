package io.github.rescuekit.repair;

/**
 * One way to repair a fault.
 *
 * @param id a stable word for {@code --remedy}, such as {@code block-freeze}
 * @param does one sentence
 * @param price what the operator gives up; one sentence
 */
public record Remedy(String id, String does, String price) {}
