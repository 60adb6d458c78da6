package io.github.rescuekit.repair;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.rescuekit.session.JournalLine;
import java.util.List;
import java.util.Optional;

/**
 * What the journal tells of one step that was begun.
 *
 * @param path the file that was written to, free of links
 * @param before the file as it was; empty when there was none
 * @param after the file as the step left it; empty when there was none, or when the step was cut off
 * @param temporaryName the name beside the file that the step may have left behind
 * @param files that it wrote to, as far as is known
 * @param isDone the step came to its end
 * @param isUndone it was taken back
 */
record StepRecord(
        int number,
        Step step,
        String path,
        Optional<FileState> before,
        Optional<FileState> after,
        String temporaryName,
        List<String> files,
        boolean isDone,
        boolean isUndone) {

    private static final String PATH = "path";
    private static final String BEFORE = "before";
    private static final String AFTER = "after";
    private static final String CHANGED = "changed";
    private static final String TEMPORARY = "temporary";

    static JournalLine begun(int number, String path, Optional<FileState> before, String temporaryName) {
        JsonObject detail = new JsonObject();
        detail.addProperty(PATH, path);
        before.ifPresent(it -> detail.add(BEFORE, it.toJson()));
        detail.addProperty(TEMPORARY, temporaryName);
        return JournalLine.of(JournalLine.Event.BEGUN, number, detail);
    }

    static JournalLine done(int number, Optional<FileState> after) {
        JsonObject detail = new JsonObject();
        after.ifPresent(it -> detail.add(AFTER, it.toJson()));
        return JournalLine.of(JournalLine.Event.DONE, number, detail);
    }

    /** The end of a step that may change several files. */
    static JournalLine done(int number, List<String> changed) {
        JsonObject detail = new JsonObject();
        JsonArray paths = new JsonArray();
        changed.forEach(paths::add);
        detail.add(CHANGED, paths);
        return JournalLine.of(JournalLine.Event.DONE, number, detail);
    }

    static StepRecord of(Step step, JournalLine begun) {
        return new StepRecord(
                begun.step(),
                step,
                begun.detail().get(PATH).getAsString(),
                state(begun, BEFORE),
                Optional.empty(),
                begun.detail().get(TEMPORARY).getAsString(),
                List.of(begun.detail().get(PATH).getAsString()),
                false,
                false);
    }

    StepRecord followedBy(JournalLine line) {
        return switch (line.event()) {
            case DONE ->
                new StepRecord(
                        number, step, path, before, state(line, AFTER), temporaryName, files(line), true, isUndone);
            case UNDONE -> new StepRecord(number, step, path, before, after, temporaryName, files, isDone, true);
            default -> this;
        };
    }

    private List<String> files(JournalLine done) {
        return Optional.ofNullable(done.detail().getAsJsonArray(CHANGED))
                .map(it -> it.asList().stream().map(JsonElement::getAsString).toList())
                .orElse(files);
    }

    private static Optional<FileState> state(JournalLine line, String name) {
        return Optional.ofNullable(line.detail().getAsJsonObject(name)).map(FileState::parse);
    }
}
