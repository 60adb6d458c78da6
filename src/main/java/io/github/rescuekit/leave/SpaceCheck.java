package io.github.rescuekit.leave;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.mount.FstabVerdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Is there room for what a boot writes? */
final class SpaceCheck implements LeaveCheck {

    // What a boot writes: lock files, logs, leases.
    private static final Bytes ENOUGH = Bytes.mib(16);
    private static final Set<String> WRITTEN = Set.of("/", "/var", "/boot", "/tmp");

    @Override
    public String id() {
        return "space";
    }

    @Override
    public LeaveVerdict judge(SystemView view) {
        Map<String, Outside.Space> spaces = new TreeMap<>();
        view.lines().stream()
                .filter(it -> it.action() == FstabVerdict.Action.MOUNTED && WRITTEN.contains(it.mountPoint()))
                .forEach(it ->
                        view.outside().space(it.mountPoint()).ifPresent(space -> spaces.put(it.mountPoint(), space)));
        List<String> evidence = spaces.entrySet().stream()
                .map(it -> it.getKey() + ": " + it.getValue().free() + " of "
                        + it.getValue().total() + " free")
                .toList();
        List<String> full = spaces.entrySet().stream()
                .filter(it -> ENOUGH.isMoreThan(it.getValue().free()))
                .map(Map.Entry::getKey)
                .toList();
        if (spaces.isEmpty()) {
            return LeaveVerdict.unknowable(id(), "how much room is left cannot be told", List.of());
        }
        return full.isEmpty()
                ? LeaveVerdict.healthy(id(), String.join(", ", evidence), evidence)
                : LeaveVerdict.suspect(
                        id(),
                        "services that write may not start: " + String.join(" and ", full) + " is full",
                        evidence,
                        "make room: rescuekit mount --write, then look for logs, caches and core dumps");
    }
}
