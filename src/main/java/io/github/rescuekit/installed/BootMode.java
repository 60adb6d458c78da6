package io.github.rescuekit.installed;

/** The firmware that starts the installed system; it can differ from the rescue system's own. */
public enum BootMode {
    BIOS,
    UEFI,
    BOTH,
    UNKNOWN
}
