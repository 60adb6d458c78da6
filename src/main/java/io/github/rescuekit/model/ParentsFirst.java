package io.github.rescuekit.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Orders devices so that each stands after those it is made of, and else as they were listed. */
final class ParentsFirst {

    private ParentsFirst() {}

    static List<BlockDevice> order(List<BlockDevice> devices) {
        Map<String, BlockDevice> byPath = new LinkedHashMap<>();
        devices.forEach(device -> byPath.put(device.path(), device));
        Set<BlockDevice> ordered = new LinkedHashSet<>();
        Set<BlockDevice> begun = new HashSet<>();
        Deque<BlockDevice> chain = new ArrayDeque<>();
        for (BlockDevice device : devices) {
            chain.push(device);
            while (!chain.isEmpty()) {
                BlockDevice current = chain.element();
                begun.add(current);
                firstParentNotBegun(current, byPath, begun)
                        .ifPresentOrElse(chain::push, () -> ordered.add(chain.pop()));
            }
        }
        return List.copyOf(ordered);
    }

    private static Optional<BlockDevice> firstParentNotBegun(
            BlockDevice device, Map<String, BlockDevice> byPath, Set<BlockDevice> begun) {
        return device.parents().stream()
                .flatMap(path -> Optional.ofNullable(byPath.get(path)).stream())
                .filter(parent -> !begun.contains(parent))
                .findFirst();
    }
}
