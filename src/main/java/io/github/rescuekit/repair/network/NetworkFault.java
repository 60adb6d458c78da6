package io.github.rescuekit.repair.network;

import io.github.rescuekit.model.Severity;
import java.util.List;

/**
 * Something in a network configuration that keeps it from working.
 *
 * @param sentence what is wrong, for the title of a finding
 * @param corrections of the guilty lines; empty where nothing here tells what is right
 */
public record NetworkFault(Severity severity, String sentence, List<String> evidence, List<Correction> corrections) {

    public NetworkFault {
        evidence = List.copyOf(evidence);
        corrections = List.copyOf(corrections);
    }

    /**
     * A change of one line.
     *
     * @param line counted from 1
     * @param from what stands in the line; empty to add a line after it
     * @param to what is to stand there
     */
    public record Correction(String file, int line, String from, String to) {

        static Correction of(Stated stated, String to) {
            return new Correction(stated.file(), stated.line(), stated.text(), to);
        }
    }
}
