package io.github.rescuekit.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.repair.OwnRecipeTexts.Own;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnRecipeTextsTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void closed() throws IOException {
        Files.setAttribute(directory, "unix:mode", 0_755);
    }

    @Test
    void readsTheRecipesOfADirectoryByName() throws IOException {
        write("b.recipe", 0_644);
        write("a.recipe", 0_600);
        write("notes.txt", 0_644);

        assertThat(OwnRecipeTexts.in(directory))
                .containsExactly(new Own("a", "text\n", ""), new Own("b", "text\n", ""));
    }

    @Test
    void refusesWhatOthersMayChange() throws IOException {
        write("open.recipe", 0_664);

        Own own = OwnRecipeTexts.in(directory).get(0);

        assertThat(own.text()).isEmpty();
        assertThat(own.fault()).contains("open.recipe may be changed by others than root");
    }

    @Test
    void refusesADirectoryThatOthersMayWriteTo() throws IOException {
        write("a.recipe", 0_644);
        Files.setAttribute(directory, "unix:mode", 0_777);

        assertThat(OwnRecipeTexts.in(directory).get(0).fault()).contains("may be changed by others");
    }

    @Test
    void refusesLinksAndLargeFiles() throws IOException {
        Files.createSymbolicLink(directory.resolve("link.recipe"), write("target", 0_644));
        Files.write(directory.resolve("zlarge.recipe"), new byte[65 * 1024]);

        assertThat(OwnRecipeTexts.in(directory))
                .extracting(Own::fault)
                .satisfiesExactly(
                        it -> assertThat(it).contains("no regular file"),
                        it -> assertThat(it).contains("larger than"));
    }

    @Test
    void isEmptyWithoutTheDirectoryAndTakesAnotherOne() {
        assertThat(OwnRecipeTexts.in(directory.resolve("gone"))).isEmpty();
        assertThat(OwnRecipeTexts.directory(Map.of())).isEqualTo(Path.of("/etc/rescuekit/recipes"));
        assertThat(OwnRecipeTexts.directory(Map.of("RESCUEKIT_RECIPES", "/mnt/r")))
                .isEqualTo(Path.of("/mnt/r"));
    }

    private Path write(String name, int mode) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "text\n");
        Files.setAttribute(file, "unix:mode", mode);
        return file;
    }
}
