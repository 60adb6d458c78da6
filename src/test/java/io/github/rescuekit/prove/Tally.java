package io.github.rescuekit.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what was tried, and keeps what broke a promise. */
final class Tally {

    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();

    /** Counts one thing of a kind, such as {@code comparisons}. */
    synchronized void count(String kind) {
        count(kind, 1);
    }

    synchronized void count(String kind, int number) {
        counts.merge(kind, number, Integer::sum);
    }

    /** A promise was broken; the sentence tells how to see it again. */
    synchronized void broken(String sentence) {
        broken.add(sentence);
    }

    /** Too little was tried to prove anything: that is a failure as well. */
    synchronized void requireAtLeast(String kind, int number) {
        int count = counts.getOrDefault(kind, 0);
        if (count < number) {
            broken.add("only " + count + " " + kind + " were tried, " + number + " are promised");
        }
    }

    synchronized boolean holds() {
        return broken.isEmpty();
    }

    synchronized List<String> broken() {
        return List.copyOf(broken);
    }

    synchronized String figures() {
        return counts.entrySet().stream()
                        .map(it -> it.getValue() + " " + it.getKey())
                        .collect(Collectors.joining(", "))
                + ", " + broken.size() + " bad";
    }
}
