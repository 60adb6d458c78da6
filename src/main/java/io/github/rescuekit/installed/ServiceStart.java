package io.github.rescuekit.installed;

/**
 * One thing that starts a service at boot.
 *
 * @param mechanism which init system acts on it
 * @param path the link or file: {@code /etc/rc.d/rc3.d/S99qemu-ga}, {@code /etc/init/qemu-ga.conf}
 */
public record ServiceStart(InitSystem mechanism, String path) {}
