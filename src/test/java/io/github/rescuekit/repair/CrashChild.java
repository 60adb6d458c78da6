package io.github.rescuekit.repair;

import io.github.rescuekit.model.RescueException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes one edit in a process of its own, which may be killed. */
public final class CrashChild {

    /** Looked for when the edit begins, so that a trace shows the place. */
    public static final String BEGIN = "/rescuekit-edit-begins";

    private CrashChild() {}

    /** Takes the edit and the root; prints the exit code that {@code rescuekit} would end with. */
    public static void main(String[] words) {
        CrashEdit edit = CrashEdit.valueOf(words[0]);
        CrashTarget target = new CrashTarget(Path.of(words[1]), false);
        if (Files.exists(Path.of(BEGIN))) {
            throw new IllegalStateException(BEGIN + " is there");
        }
        try {
            edit.perform(target);
            System.out.println("0 done");
        } catch (RescueException e) {
            System.out.println(e.exitCode().number() + " " + e.happened());
        }
    }
}
