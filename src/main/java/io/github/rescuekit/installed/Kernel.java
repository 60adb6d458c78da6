package io.github.rescuekit.installed;

import java.util.Optional;

/**
 * A kernel of the installed system.
 *
 * @param release such as {@code 6.1.0-27-amd64}
 * @param image path of its vmlinuz
 * @param initramfs path of the initramfs of the same release
 * @param hasModules {@code /lib/modules/RELEASE} holds a modules.dep
 */
public record Kernel(String release, String image, Optional<String> initramfs, boolean hasModules) {}
