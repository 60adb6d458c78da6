package io.github.rescuekit.repair;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The recipes that a site wrote itself: files {@code ID.recipe} in a directory of the rescue system. */
public final class OwnRecipeTexts {

    /** Names another directory; usual is {@code /etc/rescuekit/recipes}. */
    public static final String VARIABLE = "RESCUEKIT_RECIPES";

    /**
     * One file.
     *
     * @param id its name without the ending
     * @param text empty when it cannot be used
     * @param fault why it cannot be used; empty when it can
     */
    public record Own(String id, String text, String fault) {}

    private static final Path USUAL = Path.of("/etc/rescuekit/recipes");
    private static final String ENDING = ".recipe";
    private static final long LARGEST = 64 * 1024;
    private static final int OTHERS_MAY_WRITE = 0_022;

    private OwnRecipeTexts() {}

    public static Path directory(Map<String, String> environment) {
        String other = environment.getOrDefault(VARIABLE, "");
        return other.isEmpty() ? USUAL : Path.of(other);
    }

    /** Those of a directory, by their names; none when it is not there. */
    public static List<Own> in(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(it -> it.getFileName().toString().endsWith(ENDING))
                    .sorted()
                    .map(OwnRecipeTexts::read)
                    .toList();
        } catch (IOException e) {
            return List.of(new Own(directory.getFileName().toString(), "", directory + " cannot be read: " + e));
        }
    }

    private static Own read(Path file) {
        String name = file.getFileName().toString();
        String id = name.substring(0, name.length() - ENDING.length());
        try {
            String fault = fault(file);
            return new Own(id, fault.isEmpty() ? Files.readString(file) : "", fault);
        } catch (IOException e) {
            return new Own(id, "", file + " cannot be read as UTF-8: " + e.getMessage());
        }
    }

    // Whoever may write to it, or put another file in its place, decides what root does to the server.
    private static String fault(Path file) throws IOException {
        for (Path it : List.of(file, file.toAbsolutePath().getParent())) {
            int mode = (int) Files.getAttribute(it, "unix:mode");
            if ((int) Files.getAttribute(it, "unix:uid") != 0 || (mode & OTHERS_MAY_WRITE) != 0) {
                return it + " may be changed by others than root; chown root and chmod go-w";
            }
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return file + " is no regular file";
        }
        return Files.size(file) > LARGEST ? file + " is larger than " + LARGEST + " bytes" : "";
    }
}
