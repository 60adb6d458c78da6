package io.github.rescuekit.mount;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Subvolume;
import io.github.rescuekit.model.UnexpectedOutputException;
import io.github.rescuekit.parse.BtrfsSubvolumeList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The subvolume of a mounted btrfs that is mounted where nobody names one: btrfs-subvolume(8). */
public final class BtrfsDefault {

    private static final String BTRFS = "btrfs";
    private static final String SUBVOLUME = "subvolume";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Runner runner;

    public BtrfsDefault(Runner runner) {
        this.runner = runner;
    }

    /** Which it is. */
    public Subvolume of(Path mounted) {
        String text = run(SUBVOLUME, "get-default", mounted.toString());
        List<Subvolume> one = BtrfsSubvolumeList.parse(text);
        if (one.size() != 1) {
            throw new UnexpectedOutputException("btrfs subvolume get-default", 1, text);
        }
        return one.get(0);
    }

    /** All that there are, the top included. */
    public List<Subvolume> all(Path mounted) {
        List<Subvolume> below = BtrfsSubvolumeList.parse(run(SUBVOLUME, "list", mounted.toString()));
        return Stream.concat(Stream.of(Subvolume.TOP), below.stream()).toList();
    }

    /** The number of the one that a directory is in. */
    public long idOf(Path mounted) {
        String text = run("inspect-internal", "rootid", mounted.toString()).strip();
        if (!text.matches("\\d{1,18}")) {
            throw new UnexpectedOutputException("btrfs inspect-internal rootid", 1, text);
        }
        return Long.parseLong(text);
    }

    /**
     * Makes another one the default, and reads back that it is.
     *
     * @param mounted for writing
     */
    public void set(Path mounted, long id) {
        run(SUBVOLUME, "set-default", Long.toString(id), mounted.toString());
        run("filesystem", "sync", mounted.toString());
        Subvolume now = of(mounted);
        if (now.id() != id) {
            throw new RescueException(
                    ExitCode.TOOL_FAILED,
                    "the default subvolume read back is " + now + ", not " + id,
                    "look for errors of the filesystem: dmesg, rescuekit check");
        }
    }

    private String run(String... words) {
        return runner.run(Command.of(BTRFS, words).within(PATIENCE)).out();
    }
}
