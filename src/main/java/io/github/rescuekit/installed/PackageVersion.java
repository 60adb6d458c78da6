package io.github.rescuekit.installed;

import java.util.Optional;

/**
 * What the package database says of a package.
 *
 * @param version as the package manager words it, such as {@code 1:7.2+dfsg-7+deb12u12}
 * @param evidence the database, or why nothing can be said
 */
public record PackageVersion(Answer answer, Optional<String> version, String evidence) {

    /** Whether the package is there. */
    public enum Answer {
        INSTALLED,
        ABSENT,
        UNKNOWN
    }

    public boolean isInstalled() {
        return answer == Answer.INSTALLED;
    }
}
