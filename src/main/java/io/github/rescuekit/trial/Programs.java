package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.util.List;
import java.util.stream.Collectors;

/** The programs that a trial cannot do without. */
final class Programs {

    private Programs() {}

    /**
     * Sees that they are all there.
     *
     * @param feature what does not go without them, such as {@code test cpu}
     * @throws RescueException with all that are missing, and their packages
     */
    static void require(Tools tools, String feature, List<String> programs) {
        List<String> missing = tools.missing(programs);
        if (!missing.isEmpty()) {
            String packages = missing.stream().map(Tools::packageOf).distinct().collect(Collectors.joining(" "));
            throw new RescueException(
                    ExitCode.TOOL_FAILED,
                    "'rescuekit " + feature + "' needs " + String.join(" and ", missing) + ", not installed here",
                    "install what is missing ('apt-get install " + packages + "'), then try again");
        }
    }
}
