package io.github.rescuekit.leave;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.MountedSystem;
import java.util.ArrayList;
import java.util.List;

/** Looks for what keeps an installed system from starting. It reads only, and no verdict stands without evidence. */
public final class WillItBoot {

    // In the order in which a boot gets to them.
    private static final List<BootCheck> CHECKS = List.of(new KernelCheck(), new FstabCheck(), new FilesystemsCheck());

    private WillItBoot() {}

    /** One verdict for each question, in the order of a boot. */
    public static List<LeaveVerdict> judge(MountedSystem mounted, InstalledSystem system) {
        return judge(BootView.of(system, mounted.rootDevice(), mounted.verdicts()));
    }

    static List<LeaveVerdict> judge(BootView view) {
        List<LeaveVerdict> verdicts = new ArrayList<>();
        if (!view.system().incomplete().isEmpty()) {
            verdicts.add(incomplete(view.system().incomplete()));
        }
        CHECKS.forEach(check -> verdicts.add(judge(check, view)));
        return List.copyOf(verdicts);
    }

    private static LeaveVerdict judge(BootCheck check, BootView view) {
        try {
            return check.judge(view);
        } catch (RescueException e) {
            return LeaveVerdict.unknown(check.id(), e.unlessInterrupted().happened(), List.of(), e.next());
        }
    }

    private static LeaveVerdict incomplete(List<String> reasons) {
        return LeaveVerdict.unknown(
                "view",
                "files may be missing from the view, so that no verdict is certain",
                reasons,
                "give the rescue system what the view needs, then look again");
    }
}
