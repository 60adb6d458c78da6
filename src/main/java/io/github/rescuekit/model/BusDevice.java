package io.github.rescuekit.model;

import java.util.Optional;

/**
 * A device on the way from the processor to a disk: the disk as its bus shows it, its controller, what that hangs on.
 *
 * @param alias by which the kernel finds its driver, such as {@code virtio:d00000002v00001AF4}
 * @param driver that runs it here
 * @param module which holds that driver; absent when it is built into the kernel
 */
public record BusDevice(String alias, String driver, Optional<String> module) {}
