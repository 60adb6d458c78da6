package io.github.rescuekit.installed;

/** What starts services on the installed system. */
public enum InitSystem {
    SYSTEMD,
    UPSTART,
    SYSV,
    OPENRC,
    UNKNOWN
}
