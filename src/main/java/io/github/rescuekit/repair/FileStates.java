package io.github.rescuekit.repair;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rescuekit.installed.SystemFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The files and directories that a program may change, each as it is at one moment; directories before their content. */
record FileStates(Map<String, FileState> states) {

    FileStates {
        states = new TreeMap<>(states);
    }

    /** What the patterns mean now, directories with all that is in them. */
    static FileStates of(List<String> patterns, TargetReader reader) {
        return new FileStates(reader.states(patterns));
    }

    Optional<FileState> of(String path) {
        return Optional.ofNullable(states.get(path));
    }

    /** In the order of their names, by which their copies are numbered. */
    List<String> regularFiles() {
        return states.entrySet().stream()
                .filter(it -> it.getValue().kind() == SystemFile.Kind.REGULAR)
                .map(Map.Entry::getKey)
                .toList();
    }

    List<String> directories() {
        return states.entrySet().stream()
                .filter(it -> it.getValue().kind() == SystemFile.Kind.DIRECTORY)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Paths that are not the same there, and those that only one of both has. A directory differs in more than its time. */
    List<String> unlike(FileStates other) {
        TreeSet<String> paths = new TreeSet<>(states.keySet());
        paths.addAll(other.states.keySet());
        List<String> different = new ArrayList<>();
        for (String path : paths) {
            Optional<FileState> here = of(path);
            Optional<FileState> there = other.of(path);
            boolean same = here.isPresent() && there.isPresent() && isAlike(here.get(), there.get());
            if (!same) {
                different.add(path);
            }
        }
        return List.copyOf(different);
    }

    private static boolean isAlike(FileState one, FileState other) {
        List<String> differences = one.unlike(other);
        return one.kind() == SystemFile.Kind.DIRECTORY
                ? differences.stream().allMatch(it -> it.startsWith("time "))
                : differences.isEmpty();
    }

    byte[] toBytes() {
        JsonObject json = new JsonObject();
        states.forEach((path, state) -> json.add(path, state.toJson()));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    static FileStates parse(byte[] bytes) {
        Map<String, FileState> states = new TreeMap<>();
        JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8))
                .getAsJsonObject()
                .asMap()
                .forEach((path, state) -> states.put(path, FileState.parse(state.getAsJsonObject())));
        return new FileStates(states);
    }
}
