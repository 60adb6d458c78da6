package io.github.rescuekit.prove;

import io.github.rescuekit.repair.CrashChild;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The system calls with which an edit writes, in the order in which strace(1) saw them. */
final class Syscalls {

    private static final Set<String> WRITING = Set.of(
            "write",
            "pwrite64",
            "fsync",
            "fdatasync",
            "ftruncate",
            "sendfile",
            "copy_file_range",
            "rename",
            "renameat",
            "renameat2",
            "unlink",
            "unlinkat",
            "rmdir",
            "mkdir",
            "symlink",
            "symlinkat",
            "chmod",
            "fchmod",
            "chown",
            "fchown",
            "lchown",
            "utimensat",
            "setxattr",
            "fsetxattr",
            "lsetxattr",
            "removexattr",
            "fremovexattr");
    private static final String OPEN = "openat";
    private static final Pattern OPENS_TO_WRITE = Pattern.compile("O_WRONLY|O_RDWR|O_CREAT");
    private static final Pattern LINE = Pattern.compile("(?<thread>\\d+) +(?<call>[a-z0-9_]+)\\(.*");

    /**
     * One call.
     *
     * @param number among those of the same name in its thread, from 1
     */
    record Call(String name, int number) {}

    private Syscalls() {}

    /** What strace has to watch; access(2) shows where the edit begins. */
    static String watched() {
        return String.join(",", WRITING) + "," + OPEN + ",access";
    }

    /** The calls that change something, from the place where the edit begins. */
    static List<Call> of(List<String> trace) {
        String thread = trace.stream()
                .filter(it -> it.contains(CrashChild.BEGIN))
                .map(it -> it.substring(0, it.indexOf(' ')))
                .findFirst()
                .orElseThrow();
        Map<String, Integer> numbers = new HashMap<>();
        List<Call> calls = new ArrayList<>();
        boolean hasBegun = false;
        for (String line : trace) {
            Matcher words = LINE.matcher(line);
            hasBegun |= line.contains(CrashChild.BEGIN);
            if (words.matches() && words.group("thread").equals(thread)) {
                String name = words.group("call");
                int number = numbers.merge(name, 1, Integer::sum);
                boolean isMessage = line.contains("write(1, ") || line.contains("write(2, ");
                boolean writes =
                        name.equals(OPEN) ? OPENS_TO_WRITE.matcher(line).find() : WRITING.contains(name);
                if (hasBegun && writes && !isMessage) {
                    calls.add(new Call(name, number));
                }
            }
        }
        return calls;
    }
}
