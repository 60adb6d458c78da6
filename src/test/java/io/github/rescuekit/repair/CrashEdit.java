package io.github.rescuekit.repair;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Step.CreateFile;
import io.github.rescuekit.repair.Step.CreateLink;
import io.github.rescuekit.repair.Step.MakeDirectory;
import io.github.rescuekit.repair.Step.RemoveFile;
import io.github.rescuekit.repair.Step.RenameFile;
import io.github.rescuekit.repair.Step.ReplaceFile;
import io.github.rescuekit.repair.Step.SetMode;
import io.github.rescuekit.session.JournalRun;
import java.util.List;

/** The kinds of edit that a crash may cut off; what they work on is laid first. */
public enum CrashEdit {
    REPLACE,
    CREATE,
    REMOVE,
    RENAME,
    MODE,
    EVERY_STEP,
    /** A repair whose last step fails, so that all others are taken back. */
    TAKE_BACK {
        @Override
        public void perform(CrashTarget target) {
            try {
                target.apply(plan());
                throw new IllegalStateException("a step that cannot be done was done");
            } catch (RescueException e) {
                if (e.exitCode() != ExitCode.REPAIR_UNDONE) {
                    throw e;
                }
            }
        }

        @Override
        public boolean endsAsItBegan() {
            return true;
        }
    },
    /** What the operator takes back later. */
    UNDO {
        @Override
        void prepare(CrashTarget target) {
            target.apply(plan());
        }

        @Override
        public void perform(CrashTarget target) {
            for (JournalRun run : target.tree().journal().runs()) {
                new Undo(target.writer()).undo(run);
            }
        }

        @Override
        public boolean endsAsItBegan() {
            return true;
        }
    };

    private static final int LINES = 5_000;

    // Longer than a block, so that half of it can be seen.
    static String big(String word) {
        return (word + " line of a long file\n").repeat(LINES);
    }

    Plan plan() {
        return EveryStep.plan(steps());
    }

    private List<Step> steps() {
        return switch (this) {
            case REPLACE -> List.of(new ReplaceFile("/etc/big", FileText.of(big("old")), FileText.of(big("new"))));
            case CREATE ->
                List.of(
                        new MakeDirectory("/etc/conf.d", new FileMode(0755)),
                        new CreateFile("/etc/conf.d/local", FileText.of(big("made")), new FileMode(0640)));
            case REMOVE -> List.of(new RemoveFile("/etc/stale"), new RemoveFile("/etc/stale-link"));
            case RENAME ->
                List.of(
                        new RenameFile("/etc/S20agent", "/etc/K20agent"),
                        new CreateLink("/etc/masked.service", "/dev/null"));
            case MODE -> List.of(new SetMode("/etc/key", new FileMode(0644), new FileMode(0600)));
            case EVERY_STEP, UNDO -> EveryStep.STEPS;
            case TAKE_BACK -> EveryStep.planFailingAt(EveryStep.STEPS.size()).steps();
        };
    }

    /** True when the edit is one that takes another back. */
    public boolean endsAsItBegan() {
        return false;
    }

    /** Makes the edit to its end. */
    public void perform(CrashTarget target) {
        target.apply(plan());
    }

    void prepare(CrashTarget target) {}
}
