package io.github.rescuekit.repair.firewall;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files with the content that they are to have, by their paths. */
public record Edits(Map<String, FileText> files) {

    public static final Edits NONE = new Edits(Map.of());

    public Edits {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    public static Edits of(String path, FileText content) {
        return new Edits(Map.of(path, content));
    }

    /** The files of a system as they will be. */
    public SystemFiles on(SystemFiles before) {
        return new Edited(before, files);
    }

    private record Edited(SystemFiles before, Map<String, FileText> changed) implements SystemFiles {

        @Override
        public Optional<SystemFile> find(String path) {
            return before.find(path);
        }

        @Override
        public Optional<SystemFile> findWithoutFollowing(String path) {
            return before.findWithoutFollowing(path);
        }

        @Override
        public Optional<String> linkTarget(String path) {
            return before.linkTarget(path);
        }

        @Override
        public Optional<FileText> text(String path) {
            return Optional.ofNullable(changed.get(path)).or(() -> before.text(path));
        }

        @Override
        public Optional<byte[]> head(String path, int count) {
            return before.head(path, count);
        }

        @Override
        public Optional<byte[]> tail(String path, int count) {
            return before.tail(path, count);
        }

        @Override
        public Optional<byte[]> part(String path, long from, int count) {
            return before.part(path, from, count);
        }

        @Override
        public List<String> list(String directory) {
            return before.list(directory);
        }

        @Override
        public List<SystemFile> glob(String pattern) {
            return before.glob(pattern);
        }
    }
}
