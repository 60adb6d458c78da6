package io.github.rescuekit.diagnose.panic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.installed.TestTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalFileTest {

    private static final Path FILES = Path.of("src/test/resources/panic");
    private static final String PATH = "/var/log/journal/1ab0/system.journal";

    @ParameterizedTest
    @ValueSource(strings = {"compact", "regular"})
    void readsWhatJournalctlReads(String format) throws IOException {
        List<JournalFile.Entry> entries = JournalFile.last(journal(format), PATH, 10_000);

        assertThat(entries.stream().map(it -> it.line().message()))
                .containsExactlyElementsOf(Files.readAllLines(FILES.resolve("messages")));
        assertThat(entries.get(0).line().program()).isEqualTo("kernel");
        assertThat(entries.get(0).line().when()).isEqualTo("2025-02-04T00:00:03Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compact", "regular"})
    void readsTheLastEntriesOnly(String format) throws IOException {
        List<String> messages = Files.readAllLines(FILES.resolve("messages"));

        assertThat(JournalFile.last(journal(format), PATH, 7).stream()
                        .map(it -> it.line().message()))
                .containsExactlyElementsOf(messages.subList(messages.size() - 7, messages.size()));
    }

    @Test
    void tellsBootsApartTheNewestFirst() throws IOException {
        assertThat(new JournalBoots(journal("compact")).read())
                .hasSize(4)
                .first()
                .satisfies(it -> assertThat(it.last().orElseThrow())
                        .hasToString("2025-03-08T03:12:01Z qemu-ga: info: guest-fsfreeze called"));
    }

    @Test
    void refusesWhatIsNoJournal() {
        TestTree files = new TestTree().file(PATH, "x".repeat(1000));

        assertThatThrownBy(() -> JournalFile.last(files, PATH, 10)).isInstanceOf(JournalFile.Damaged.class);
        JournalBoots boots = new JournalBoots(files);
        assertThat(boots.read()).isEmpty();
        assertThat(boots.unknowns()).containsExactly(PATH + " could not be read: it does not begin like a journal");
    }

    @Test
    void damageEndsInARefusalOrInFewerEntries() throws IOException {
        byte[] whole = bytes("compact");
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 20; i++) {
                damaged[random.nextInt(round % 2 == 0 ? 300_000 : 4096)] = (byte) random.nextInt(256);
            }
            JournalBoots boots = new JournalBoots(tree(damaged));
            assertThat(boots.read().size()).isLessThanOrEqualTo(200);
        }
    }

    static TestTree journal(String format) throws IOException {
        return tree(bytes(format));
    }

    private static TestTree tree(byte[] bytes) {
        return new TestTree().file(PATH, new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private static byte[] bytes(String format) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(FILES.resolve(format + ".journal.gz")))) {
            return in.readAllBytes();
        }
    }
}
