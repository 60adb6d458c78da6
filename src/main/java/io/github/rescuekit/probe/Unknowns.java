package io.github.rescuekit.probe;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Collects, from any thread, what could not be found out. */
final class Unknowns {

    /** The device that a sentence is about; absent when it is about the machine. */
    private record Unknown(Optional<String> device, String sentence) {}

    private final Set<Unknown> unknowns = new LinkedHashSet<>();

    synchronized void add(String sentence) {
        unknowns.add(new Unknown(Optional.empty(), sentence));
    }

    /** Notes a sentence that begins with the device's path. */
    synchronized void add(String device, String rest) {
        unknowns.add(new Unknown(Optional.of(device), device + rest));
    }

    synchronized boolean isAbout(String device) {
        return unknowns.stream().anyMatch(it -> it.device().equals(Optional.of(device)));
    }

    /** The sentences, without those about devices that do not matter. */
    synchronized List<String> sentences(Predicate<String> matters) {
        return unknowns.stream()
                .filter(it -> it.device().filter(matters.negate()).isEmpty())
                .map(Unknown::sentence)
                .toList();
    }
}
