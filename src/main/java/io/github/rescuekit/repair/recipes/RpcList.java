package io.github.rescuekit.repair.recipes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A list of RPC names as the agent reads it: names between commas, and nothing stripped. With any other separator, or with
 * a blank beside a comma, it reads a name that no RPC has, says nothing, and the RPC stays enabled.
 */
record RpcList(String text) {

    /** What a backup calls. Thaw and status stay: they do no harm, and thaw is the way out of somebody else's freeze. */
    static final List<String> FREEZE = List.of("guest-fsfreeze-freeze", "guest-fsfreeze-freeze-list");

    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern ANY_SEPARATOR = Pattern.compile("[,;\\s\"']+");

    boolean contains(String rpc) {
        return names(COMMA).contains(rpc);
    }

    boolean containsAll(List<String> rpcs) {
        return names(COMMA).containsAll(rpcs);
    }

    boolean containsAny(List<String> rpcs) {
        return rpcs.stream().anyMatch(this::contains);
    }

    /** Whether whoever wrote it meant other names than those that the agent reads. */
    boolean isMisread() {
        return !names(COMMA).equals(meant());
    }

    /** All its names and these, written so that the agent reads them. */
    RpcList with(List<String> rpcs) {
        Set<String> names = new LinkedHashSet<>(meant());
        names.addAll(rpcs);
        return of(names);
    }

    /** Its names without these. */
    RpcList without(List<String> rpcs) {
        List<String> names = new ArrayList<>(meant());
        names.removeAll(rpcs);
        return of(names);
    }

    private static RpcList of(Iterable<String> names) {
        return new RpcList(String.join(",", names));
    }

    // Behind a blank another option may stand: systemd makes one word of a variable, so that it is part of the list.
    private List<String> meant() {
        return names(ANY_SEPARATOR).stream()
                .filter(name -> !name.startsWith("-"))
                .toList();
    }

    private List<String> names(Pattern separator) {
        return Arrays.stream(separator.split(text, -1))
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
