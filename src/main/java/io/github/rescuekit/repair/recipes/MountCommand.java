package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.repair.recipes.PlannedMount.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A call of mount(8) as it stands in a script or a unit. */
record MountCommand(String source, String mountPoint, String type, List<String> options) {

    private static final Pattern PROGRAM = Pattern.compile("[-+!:@]*(?:/\\S*/)?mount");
    private static final Pattern COMMANDS = Pattern.compile("[;|&]+");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Set<String> BEFORE_A_COMMAND = Set.of(
            "if",
            "then",
            "else",
            "do",
            "!",
            "exec",
            "{",
            "(",
            "sh",
            "bash",
            "/bin/sh",
            "/bin/bash",
            "/usr/bin/sh",
            "-c");
    private static final Pattern QUOTES = Pattern.compile("[\"']");

    MountCommand {
        options = List.copyOf(options);
    }

    /** The mounts in a line of shell; none where a variable stands for what is mounted. */
    static List<MountCommand> in(String line) {
        String text = line.strip();
        if (text.startsWith("#")) {
            return List.of();
        }
        return COMMANDS.splitAsStream(text)
                .map(it -> words(it))
                .filter(words -> !words.isEmpty() && isMount(words.get(0)))
                .map(words -> new Reading().read(words.subList(1, words.size())))
                .filter(command ->
                        !command.source().isEmpty() && !(command.source() + command.mountPoint()).contains("$"))
                .toList();
    }

    private static List<String> words(String command) {
        return Arrays.stream(BLANKS.split(QUOTES.matcher(command).replaceAll("").strip(), -1))
                .takeWhile(word -> !word.startsWith("#"))
                .dropWhile(BEFORE_A_COMMAND::contains)
                .toList();
    }

    // ExecStart=-/bin/mount: the sign before it says that a failure is no failure.
    private static boolean isMount(String word) {
        return PROGRAM.matcher(word).matches();
    }

    PlannedMount planned(String origin, Stage stage) {
        return new PlannedMount(origin, stage, source, mountPoint, type, options);
    }

    /** Goes through the words of one call. */
    private static final class Reading {

        private final List<String> options = new ArrayList<>();
        private final List<String> places = new ArrayList<>();
        private String type = "auto";

        MountCommand read(List<String> words) {
            for (int at = 0; at < words.size(); at++) {
                String next = at + 1 < words.size() ? words.get(at + 1) : "";
                at += word(words.get(at), next) ? 1 : 0;
            }
            return places.size() == 2
                    ? new MountCommand(places.get(0), places.get(1), type, options)
                    : new MountCommand("", "", type, options);
        }

        // True when the next word belongs to this one.
        private boolean word(String word, String next) {
            switch (word) {
                case "--bind", "-B" -> options.add("bind");
                case "--rbind", "-R" -> options.add("rbind");
                case "-r", "--read-only" -> options.add("ro");
                case "-o", "--options" -> {
                    return options.addAll(Arrays.asList(next.split(",", -1)));
                }
                case "-t", "--types" -> {
                    type = next;
                    return true;
                }
                default -> attached(word);
            }
            return false;
        }

        private void attached(String word) {
            if (word.startsWith("--options=") || word.startsWith("-o")) {
                options.addAll(Arrays.asList(word.substring(word.startsWith("-o") ? 2 : "--options=".length())
                        .split(",", -1)));
            } else if (!word.startsWith("-")) {
                places.add(word);
            }
        }
    }
}
