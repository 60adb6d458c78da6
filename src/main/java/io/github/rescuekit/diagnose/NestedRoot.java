package io.github.rescuekit.diagnose;

import io.github.rescuekit.model.BlockDevice;

/**
 * A root that lies in a directory of another system: of a container, a chroot, a copy. Never taken for a system.
 *
 * @param path the directory inside the system on that device
 * @param owner what made it, such as {@code docker}
 */
public record NestedRoot(BlockDevice device, String path, RootKind kind, String owner) {}
