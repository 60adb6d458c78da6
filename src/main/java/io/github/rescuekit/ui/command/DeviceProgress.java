package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.Progress;
import io.github.rescuekit.ui.Operator;

/** Progress of long work as a line for the operator. */
final class DeviceProgress {

    private DeviceProgress() {}

    static Progress to(Operator operator) {
        return (what, fraction) ->
                operator.progress(fraction > 0 ? Math.round(fraction * 100) + " %  " + what : what + " ...");
    }
}
