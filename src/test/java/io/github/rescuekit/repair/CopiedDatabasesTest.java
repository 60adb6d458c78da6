package io.github.rescuekit.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.installed.Databases.Answer;
import io.github.rescuekit.installed.TestTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CopiedDatabasesTest {

    private static final String PATH = "/var/lib/dnf/history.sqlite";

    private final TestTree files = new TestTree().file(PATH, "SQLite format 3").file(PATH + "-journal", "old pages");
    private final List<Path> seen = new ArrayList<>();

    @Test
    void readsACopyWithWhatACrashLeftBesideIt() {
        assertThat(ask(Result.of(0, "[{\"id\":7,\"dt_end\":null}]"))).isEqualTo(Answer.of(List.of(Map.of("id", "7"))));
        assertThat(seen)
                .extracting(it -> Objects.toString(it.getFileName()))
                .containsExactlyInAnyOrder("copy", "copy-journal");
        assertThat(seen).noneMatch(Files::exists);
    }

    @Test
    void saysWhyItIsUnknown() {
        assertThat(new CopiedDatabases(
                                command -> {
                                    throw new IllegalStateException("nothing is to be started: " + command);
                                },
                                tool -> false)
                        .ask(files, PATH, "select 1"))
                .isEqualTo(Answer.unknown("sqlite3 is not installed here"));
        assertThat(ask(new Result(1, "", "Error: file is not a database\n", Duration.ZERO, false)))
                .isEqualTo(Answer.unknown("sqlite3: Error: file is not a database"));
        assertThat(ask(Result.of(0, "no rows")).whyUnknown()).isPresent();
        assertThat(seen).noneMatch(Files::exists);
    }

    private Answer ask(Result result) {
        return new CopiedDatabases(command -> answered(command, result), tool -> true).ask(files, PATH, "select 1");
    }

    private Result answered(Command command, Result result) {
        Path copy = Path.of(command.arguments().get(command.arguments().size() - 2));
        try (Stream<Path> all = Files.list(Objects.requireNonNull(copy.getParent()))) {
            all.forEach(seen::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return result;
    }
}
