package io.github.rescuekit.installed;

import io.github.rescuekit.installed.PackageVersion.Answer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks a package up in the databases that are plain text: dpkg's and apk's. */
public final class PackageVersions {

    private static final String DPKG = "/var/lib/dpkg/status";
    private static final String APK = "/lib/apk/db/installed";
    private static final List<String> RPM = List.of("/var/lib/rpm", "/usr/lib/sysimage/rpm");

    private PackageVersions() {}

    /** What is known of a package of that name. */
    public static PackageVersion find(SystemFiles files, String name) {
        return files.text(DPKG)
                .map(status -> dpkg(status.text(), name))
                .or(() -> files.text(APK).map(installed -> apk(installed.text(), name)))
                .orElseGet(() -> unknown(files));
    }

    // A paragraph for each package it ever heard of; "deinstall ok config-files" is one that is gone.
    private static PackageVersion dpkg(String status, String name) {
        return answer(
                DPKG,
                paragraphs(status, "Package: " + name)
                        .filter(it -> field(it, "Status: ")
                                .filter(value -> value.endsWith(" installed"))
                                .isPresent())
                        .flatMap(it -> field(it, "Version: ").stream())
                        .findFirst());
    }

    private static PackageVersion apk(String installed, String name) {
        return answer(
                APK,
                paragraphs(installed, "P:" + name)
                        .flatMap(it -> field(it, "V:").stream())
                        .findFirst());
    }

    private static PackageVersion answer(String database, Optional<String> version) {
        return new PackageVersion(version.isPresent() ? Answer.INSTALLED : Answer.ABSENT, version, database);
    }

    private static PackageVersion unknown(SystemFiles files) {
        String reason = RPM.stream()
                .filter(files::exists)
                .findFirst()
                .map(it -> "the rpm database in " + it + " is not text: ask rpm in a chroot")
                .orElse("no package database is there: is /var mounted?");
        return new PackageVersion(Answer.UNKNOWN, Optional.empty(), reason);
    }

    private static Stream<List<String>> paragraphs(String text, String line) {
        Stream.Builder<List<String>> found = Stream.builder();
        int at = text.startsWith(line + "\n") ? 0 : text.indexOf("\n" + line + "\n");
        while (at >= 0) {
            int begin = Math.max(0, text.lastIndexOf("\n\n", at));
            int end = text.indexOf("\n\n", at + 1);
            found.add(
                    text.substring(begin, end < 0 ? text.length() : end).lines().toList());
            at = end < 0 ? -1 : text.indexOf("\n" + line + "\n", end);
        }
        return found.build();
    }

    private static Optional<String> field(List<String> paragraph, String name) {
        return paragraph.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .findFirst();
    }
}
