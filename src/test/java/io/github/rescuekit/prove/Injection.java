package io.github.rescuekit.prove;

import io.github.rescuekit.prove.Syscalls.Call;
import java.util.ArrayList;
import java.util.List;

/**
 * What strace(1) does to a system call.
 *
 * @param isLasting true when all later calls of that name fail as well, as on a disk that became read-only
 */
record Injection(Call call, String fault, boolean isLasting) {

    private static final List<String> ERRORS = List.of("ENOSPC", "EIO", "EROFS");

    static Injection kill(Call call) {
        return new Injection(call, "signal=KILL", false);
    }

    static List<Injection> errors(List<Call> calls) {
        List<Injection> errors = new ArrayList<>();
        for (Call call : calls) {
            for (String error : ERRORS) {
                errors.add(new Injection(call, "error=" + error, false));
                // Java opens its own files in the same way.
                if (!call.name().equals("openat")) {
                    errors.add(new Injection(call, "error=" + error, true));
                }
            }
        }
        return errors;
    }

    boolean isKill() {
        return fault.startsWith("signal");
    }

    /** As strace takes them. */
    String words() {
        return "inject=" + call.name() + ":" + fault + ":when=" + call.number() + (isLasting ? "+" : "");
    }
}
