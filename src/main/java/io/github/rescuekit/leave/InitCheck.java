package io.github.rescuekit.leave;

import io.github.rescuekit.installed.Architectures;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.repair.boot.BootMenus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Is the first program there that the kernel starts, and the linker that loads it? */
final class InitCheck implements LeaveCheck {

    private static final int HEAD = 4096;
    private static final int ANY_EXECUTE = 0111;
    private static final String REINSTALL =
            "reinstall its package: rescuekit chroot --write, or look into the" + " filesystem first: rescuekit check";

    @Override
    public String id() {
        return "init";
    }

    @Override
    public LeaveVerdict judge(SystemView view) {
        String path = argument(view).orElse("/sbin/init");
        Optional<SystemFile> init = view.files().find(path);
        if (init.isEmpty()) {
            return view.whyHidden(path)
                    .map(why -> LeaveVerdict.unknown(id(), why, List.of(), "see 'rescuekit mounts'"))
                    .orElseGet(() ->
                            LeaveVerdict.failed(id(), path + " leads nowhere", List.of(chain(path, view)), REINSTALL));
        }
        byte[] head = view.files().head(path, HEAD).orElse(new byte[0]);
        return fault(init.get(), head, view)
                .map(why -> LeaveVerdict.failed(id(), path + " cannot be started", List.of(why), REINSTALL))
                .orElseGet(() ->
                        LeaveVerdict.healthy(id(), path + " is " + init.get().path(), evidence(init.get(), head)));
    }

    private static Optional<String> argument(SystemView view) {
        return new BootMenus(view.files())
                .started()
                .flatMap(it -> it.chosen().argument("init"))
                .filter(it -> it.startsWith("/"));
    }

    private static String chain(String path, SystemView view) {
        return view.files()
                .linkTarget(path)
                .map(target -> path + " is a link to " + target)
                .orElse("there is no " + path);
    }

    private static Optional<String> fault(SystemFile init, byte[] head, SystemView view) {
        if (!init.isRegular() || init.size().count() == 0) {
            return Optional.of(init.path() + " is no program: " + init.size());
        }
        if (!init.mode().grantsAny(ANY_EXECUTE)) {
            return Optional.of(init.path() + " is not executable: mode " + init.mode());
        }
        if (Architectures.of(head).isEmpty() && !isScript(head)) {
            return Optional.of(init.path() + " does not begin like a program");
        }
        return ElfInterpreter.of(head)
                .filter(it -> !view.files().exists(it))
                .map(it -> init.path() + " is loaded by " + it + ", which is not there");
    }

    private static boolean isScript(byte[] head) {
        return head.length > 1 && head[0] == '#' && head[1] == '!';
    }

    private static List<String> evidence(SystemFile init, byte[] head) {
        return Stream.concat(
                        Stream.of(init.path() + ": " + init.size() + ", mode " + init.mode()),
                        ElfInterpreter.of(head).map(it -> "loaded by " + it).stream())
                .toList();
    }
}
