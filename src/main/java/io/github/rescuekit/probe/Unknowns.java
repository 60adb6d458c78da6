package io.github.rescuekit.probe;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects, from any thread, what could not be found out. */
final class Unknowns {

    private final Set<String> sentences = new LinkedHashSet<>();
    private final Set<String> devices = new HashSet<>();

    synchronized void add(String sentence) {
        sentences.add(sentence);
    }

    /** Notes a sentence that begins with the device's path. */
    synchronized void add(String device, String rest) {
        devices.add(device);
        sentences.add(device + rest);
    }

    synchronized boolean isAbout(String device) {
        return devices.contains(device);
    }

    synchronized List<String> all() {
        return List.copyOf(sentences);
    }
}
