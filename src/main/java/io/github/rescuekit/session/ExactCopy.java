package io.github.rescuekit.session;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Copies of files with owner, mode, times, ACL, label and extended attributes. */
public final class ExactCopy {

    private ExactCopy() {}

    /**
     * Copies a file or a link.
     *
     * @throws IOException also when an extended attribute is missing from the copy: {@link Files#copy} says nothing then
     */
    public static void make(Path from, Path to, CopyOption... options) throws IOException {
        List<CopyOption> all = new ArrayList<>(Arrays.asList(options));
        all.add(StandardCopyOption.COPY_ATTRIBUTES);
        all.add(LinkOption.NOFOLLOW_LINKS);
        Files.copy(from, to, all.toArray(CopyOption[]::new));
        // Files.copy drops the nanoseconds, and says nothing when it cannot set the time at all.
        Files.getFileAttributeView(to, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(Files.getLastModifiedTime(from, LinkOption.NOFOLLOW_LINKS), null, null);
        if (Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)
                && !attributes(to).containsAll(attributes(from))) {
            throw new FileSystemException(to.toString(), null, "extended attributes could not be copied");
        }
    }

    private static Set<String> attributes(Path file) throws IOException {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        return view == null ? Set.of() : Set.copyOf(view.list());
    }
}
