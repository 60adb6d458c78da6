package io.github.rescuekit.mount;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Finds a suspended system in a swap file; for swap on a device the probe knows it already. */
final class HibernationImage {

    // The last ten bytes of the first page are SWAPSPACE2 in swap that is only swap. The page may be larger than 4 KiB.
    private static final List<Integer> PAGES = List.of(4 << 10, 16 << 10, 64 << 10);
    private static final int SIGNATURE = 10;
    private static final List<String> SUSPENDED = List.of("S1SUSPEND", "S2SUSPEND", "ULSUSPEND", "LINHIB0001");

    private HibernationImage() {}

    static boolean isIn(DeviceBlocks swap) {
        return PAGES.stream().anyMatch(page -> {
            byte[] bytes = new byte[SIGNATURE];
            swap.read(page - SIGNATURE, SIGNATURE).get(bytes);
            String signature = new String(bytes, StandardCharsets.ISO_8859_1);
            return SUSPENDED.stream().anyMatch(signature::startsWith);
        });
    }
}
