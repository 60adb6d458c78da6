package io.github.rescuekit.installed;

import io.github.rescuekit.model.SshdSetting;

/**
 * One line of sshd's configuration, with the file that it stands in.
 *
 * @param forEverybody false below a {@code Match} that is for some only
 */
public record SshdLine(String file, SshdSetting setting, boolean forEverybody) {

    /** Where it is, such as {@code /etc/ssh/sshd_config:12}. */
    public String place() {
        return file + ":" + setting.line();
    }

    /** The place and what it says. */
    @Override
    public String toString() {
        return place() + ": " + setting.keyword() + " " + String.join(" ", setting.arguments());
    }
}
