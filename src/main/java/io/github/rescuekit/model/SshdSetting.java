package io.github.rescuekit.model;

import java.util.List;

/**
 * One line of {@code sshd_config(5)}.
 *
 * @param line its number in the file, counted from 1
 * @param keyword in lower case: sshd does not mind the case
 */
public record SshdSetting(int line, String keyword, List<String> arguments) {

    public SshdSetting {
        arguments = List.copyOf(arguments);
    }
}
