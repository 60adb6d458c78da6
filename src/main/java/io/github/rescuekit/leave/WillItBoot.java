package io.github.rescuekit.leave;

import java.util.ArrayList;
import java.util.List;

/** Looks for what keeps an installed system from starting. It reads only, and no verdict stands without evidence. */
final class WillItBoot {

    // In the order in which a boot gets to them.
    private static final List<LeaveCheck> CHECKS = List.of(
            new BootLoaderCheck(),
            new BootMenuCheck(),
            new KernelCheck(),
            new InitCheck(),
            new SelinuxCheck(),
            new CrypttabCheck(),
            new FstabCheck(),
            new FilesystemsCheck(),
            new SpaceCheck());

    private WillItBoot() {}

    /** One verdict for each question, in the order of a boot. */
    static List<LeaveVerdict> judge(SystemView view) {
        List<LeaveVerdict> verdicts = new ArrayList<>();
        if (!view.system().incomplete().isEmpty()) {
            verdicts.add(incomplete(view.system().incomplete()));
        }
        verdicts.addAll(LeaveCheck.run(CHECKS, view));
        return List.copyOf(verdicts);
    }

    private static LeaveVerdict incomplete(List<String> reasons) {
        return LeaveVerdict.unknown(
                "view",
                "files may be missing from the view, so that no verdict is certain",
                reasons,
                "give the rescue system what the view needs, then look again");
    }
}
