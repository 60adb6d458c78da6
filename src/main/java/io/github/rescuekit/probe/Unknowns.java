package io.github.rescuekit.probe;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Collects, from any thread, what could not be found out. */
final class Unknowns {

    /** The devices that a sentence is about; none when it is about the machine. */
    private record Unknown(List<String> devices, String sentence) {}

    private final Set<Unknown> unknowns = new LinkedHashSet<>();

    synchronized void add(String sentence) {
        unknowns.add(new Unknown(List.of(), sentence));
    }

    /** Notes a sentence that begins with the device's path. */
    synchronized void add(String device, String rest) {
        unknowns.add(new Unknown(List.of(device), device + rest));
    }

    /** Notes a sentence that names all of the devices. */
    synchronized void add(List<String> devices, String sentence) {
        unknowns.add(new Unknown(List.copyOf(devices), sentence));
    }

    synchronized boolean isAbout(String device) {
        return unknowns.stream().anyMatch(it -> it.devices().contains(device));
    }

    /** The sentences, without those about devices that do not matter. */
    synchronized List<String> sentences(Predicate<String> matters) {
        return unknowns.stream()
                .filter(it -> it.devices().isEmpty() || it.devices().stream().anyMatch(matters))
                .map(Unknown::sentence)
                .toList();
    }
}
