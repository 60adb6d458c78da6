package io.github.rescuekit.repair.access;

import io.github.rescuekit.installed.SshdSettings;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.FileMode;
import java.util.List;

/**
 * The host keys that sshd looks for.
 *
 * @param files those that are there
 * @param makers what makes them at boot when there is none
 * @param areUsual the configuration names none, so that sshd looks for those of the usual names
 */
public record HostKeys(List<SystemFile> files, List<String> makers, boolean areUsual) {

    /** A mode that sshd takes whoever the group is. */
    public static final FileMode MODE = new FileMode(0_600);

    private static final String USUAL = "/etc/ssh/ssh_host_*_key";
    private static final int OTHERS = 0077;
    // EL gives them to the group ssh_keys, and its sshd takes that.
    private static final int OTHERS_BUT_GROUP = 0037;
    private static final List<String> MAKERS = List.of(
            "/usr/lib/systemd/system/sshd-keygen@.service",
            "/usr/lib/systemd/system/sshd-keygen.service",
            "/usr/sbin/sshd-gen-keys-start",
            "/etc/init.d/sshd");

    public HostKeys {
        files = List.copyOf(files);
        makers = List.copyOf(makers);
    }

    public static HostKeys of(SystemFiles files) {
        List<String> named = SshdSettings.of(files).every("hostkey");
        List<SystemFile> usual = files.glob(USUAL);
        List<SystemFile> found = named.isEmpty()
                ? usual
                : named.stream().flatMap(it -> files.find(it).stream()).toList();
        boolean areUsual =
                named.isEmpty() || named.stream().anyMatch(it -> it.matches("/etc/ssh/ssh_host_[a-z0-9]+_key"));
        return new HostKeys(found, MAKERS.stream().filter(files::exists).toList(), areUsual);
    }

    public List<SystemFile> accepted() {
        return files.stream().filter(it -> isFilled(it) && isClosed(it)).toList();
    }

    public boolean isAnyAccepted() {
        return !accepted().isEmpty();
    }

    /** Those that others may read, for which sshd ignores them. */
    public List<SystemFile> open() {
        return files.stream().filter(it -> isFilled(it) && !isClosed(it)).toList();
    }

    /** What stands in the place of a key and is none: a file cut off by a full disk or a power cut. */
    public List<SystemFile> empty() {
        return files.stream().filter(it -> !isFilled(it)).toList();
    }

    private static boolean isFilled(SystemFile key) {
        return key.isRegular() && key.size().count() > 0;
    }

    private static boolean isClosed(SystemFile key) {
        return !key.mode().grantsAny(key.gid() == 0 ? OTHERS : OTHERS_BUT_GROUP);
    }
}
