package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The verbs by name, in the order in which help lists them. Only the one that is named is ever built. */
public final class Verbs {

    /** Builds a verb. */
    @FunctionalInterface
    public interface Factory {
        Verb create(Toolkit toolkit, Operator operator);
    }

    private static final Map<String, Factory> FACTORIES = factories();

    private Verbs() {}

    public static Set<String> names() {
        return FACTORIES.keySet();
    }

    public static Optional<Factory> find(String name) {
        return Optional.ofNullable(FACTORIES.get(name));
    }

    static RescueException unknown(String name) {
        String next = Spelling.nearest(name, names())
                .map(verb -> "did you mean '" + verb + "'? See 'rescuekit help' for all verbs")
                .orElse("see 'rescuekit help' for the verbs");
        return RescueException.usage("there is no verb '" + name + "'", next);
    }

    private static Map<String, Factory> factories() {
        Map<String, Factory> verbs = new LinkedHashMap<>();
        verbs.put("survey", SurveyCommand::new);
        verbs.put("disks", DisksCommand::new);
        verbs.put("systems", SystemsCommand::new);
        verbs.put("open", OpenCommand::new);
        verbs.put("close", CloseCommand::new);
        verbs.put("mounts", MountsCommand::new);
        verbs.put("mount", MountCommand::new);
        verbs.put("umount", UmountCommand::new);
        verbs.put("chroot", ChrootCommand::new);
        verbs.put("diagnose", DiagnoseCommand::new);
        verbs.put("panic", PanicCommand::new);
        verbs.put("can-i-log-in", CanILogInCommand::new);
        verbs.put("check", CheckCommand::new);
        verbs.put("raid", RaidCommand::new);
        verbs.put("test", TestCommand::new);
        verbs.put("repair", RepairCommand::new);
        verbs.put("undo", UndoCommand::new);
        verbs.put("history", HistoryCommand::new);
        verbs.put("fsck", FsckCommand::new);
        verbs.put("leave", LeaveCommand::new);
        verbs.put("recover", RecoverCommand::new);
        verbs.put("jobs", JobsCommand::new);
        verbs.put("attach", AttachCommand::new);
        verbs.put("cancel", CancelCommand::new);
        verbs.put("help", HelpCommand::new);
        verbs.put("completion", CompletionCommand::new);
        verbs.put("version", VersionCommand::new);
        return verbs;
    }
}
