package io.github.rescuekit.installed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfinedFilesTest {

    private static final String INSIDE = "of the installed system";
    private static final String OUTSIDE = "of the rescue system";
    private static final int FLIPS = 10_000;

    private SystemTree machine;
    private Path root;
    private Path outside;
    private ConfinedFiles files;

    @BeforeEach
    void aSystemBesideTheFilesOfTheRescue() throws IOException {
        machine = SystemTree.empty();
        root = Files.createDirectories(machine.root().resolve("target"));
        outside = Files.createDirectories(machine.root().resolve("rescue"));
        Files.writeString(outside.resolve("shadow"), OUTSIDE);
        Files.createDirectories(root.resolve("etc/default"));
        Files.createDirectories(root.resolve("usr/lib"));
        Files.writeString(root.resolve("etc/passwd"), INSIDE);
        files = new ConfinedFiles(root);
    }

    @AfterEach
    void remove() {
        machine.close();
    }

    @Test
    void readsAFileOfTheSystem() {
        assertThat(files.text("/etc/passwd")).contains(FileText.of(INSIDE));
        assertThat(files.text("etc//./passwd")).contains(FileText.of(INSIDE));
        assertThat(files.text("/etc/default/../passwd")).contains(FileText.of(INSIDE));
    }

    @Test
    void tellsOfAllEntriesOfADirectoryAsItWouldOfEach() throws IOException {
        Files.createSymbolicLink(root.resolve("lib"), Path.of("usr/lib"));
        Files.writeString(root.resolve("usr/lib/b"), INSIDE);
        Files.createSymbolicLink(root.resolve("usr/lib/a"), Path.of(outside + "/shadow"));
        Files.createDirectory(root.resolve("usr/lib/c"));

        assertThat(files.entries("/lib"))
                .extracting(SystemFile::path, SystemFile::kind)
                .containsExactly(
                        tuple("/usr/lib/a", SystemFile.Kind.LINK),
                        tuple("/usr/lib/b", SystemFile.Kind.REGULAR),
                        tuple("/usr/lib/c", SystemFile.Kind.DIRECTORY));
        assertThat(files.entries("/lib"))
                .allSatisfy(
                        it -> assertThat(files.findWithoutFollowing(it.path())).contains(it));
        assertThat(files.entries("/usr/lib/a")).isEmpty();
        assertThat(files.entries("/etc/passwd")).isEmpty();
        assertThat(files.entries("/none")).isEmpty();
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(files.find("/etc/none")).isEmpty();
        assertThat(files.find("/none/none")).isEmpty();
        assertThat(files.find("/etc/passwd/below")).isEmpty();
        assertThat(files.find("/etc/passwd/..")).isEmpty();
        assertThat(files.text("/etc")).isEmpty();
        assertThat(files.list("/etc/passwd")).isEmpty();
        assertThat(files.linkTarget("/etc/passwd")).isEmpty();
        assertThat(files.find("/" + "x".repeat(300))).isEmpty();
        assertThat(files.find("/etc/\0")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../etc/passwd",
                "../../../../../../etc/passwd",
                "/../../etc/passwd",
                "/etc/../../etc/./passwd",
                "//etc//passwd",
                "/etc/default/../../etc/passwd",
                "passwd-link",
                "/usr/etc-link/passwd",
                "/usr/lib/up/up/etc/passwd",
                "etc-link/../etc/passwd",
                "loop-free"
            })
    void resolvesALinkAsTheSystemItselfWould(String target) throws IOException {
        link("usr/passwd-link", "/etc/passwd");
        link("usr/etc-link", "../etc");
        link("usr/up", "..");
        link("usr/lib/up", "../../usr");
        link("usr/loop-free", "lib/../passwd-link");
        link("usr/under-test", target);

        assertThat(files.text("/usr/under-test")).contains(FileText.of(INSIDE));
        assertThat(files.find("/usr/under-test")).map(SystemFile::path).contains("/etc/passwd");
    }

    @ParameterizedTest
    @CsvSource({
        "absolute,            etc/shadow,       OUT/shadow,            /etc/shadow",
        "far up,              etc/shadow,       ../../../../../../../../OUT/shadow, /etc/shadow",
        "one up,              etc/shadow,       ../../rescue/shadow,   /etc/shadow",
        "directory absolute,  etc2,             OUT,                   /etc2/shadow",
        "directory relative,  etc2,             ../rescue,             /etc2/shadow",
        "directory with dot,  etc2,             ./.././../rescue/.,    /etc2/shadow",
        "root itself,         etc2,             /,                     /etc2/../rescue/shadow",
        "through proc,        etc2,             /proc/self/root,       /etc2/OUT/shadow",
        "through descriptors, etc2,             /proc/self/fd,         /etc2/0",
        "parent of the root,  etc2,             ..,                    /etc2/rescue/shadow",
        "slashes,             etc2,             ///OUT,                /etc2/shadow",
        "to a link,           etc2,             hop,                   /etc2/shadow"
    })
    void neverReadsOutsideItsRoot(String shape, String at, String target, String path) throws IOException {
        link("hop", outside.toString());
        link(at, target.replace("OUT", outside.toString()));

        String asked = path.replace("OUT", outside.toString());
        assertThat(files.text(asked)).as(shape).isEmpty();
        assertThat(files.find(asked)).as(shape).isEmpty();
        assertThat(files.list(asked)).as(shape).isEmpty();
    }

    @Test
    void takesAnAbsoluteLinkToShadowForTheSystemsOwnShadow() throws IOException {
        link("etc/shadow-link", "/etc/shadow");
        assertThat(files.text("/etc/shadow-link")).isEmpty();

        Files.writeString(root.resolve("etc/shadow"), INSIDE);
        assertThat(files.text("/etc/shadow-link")).contains(FileText.of(INSIDE));
    }

    @Test
    void staysAtTheRootHoweverManyParentsAreAskedFor() {
        assertThat(files.text("../".repeat(500) + "etc/passwd")).contains(FileText.of(INSIDE));
        assertThat(files.find("/..")).map(SystemFile::path).contains("/");
        assertThat(files.list("/../..")).containsExactly("etc", "usr");
    }

    @Test
    void givesUpOnALoop() throws IOException {
        link("a", "b");
        link("b", "a");
        link("self", "self");
        link("deeper", "deeper/deeper");

        assertThat(List.of("/a", "/b/x", "/self", "/deeper"))
                .allSatisfy(it -> assertThat(files.find(it)).isEmpty());
        assertThat(files.findWithoutFollowing("/a")).map(SystemFile::kind).contains(SystemFile.Kind.LINK);
    }

    @Test
    void followsFortyLinksAndNoMore() throws IOException {
        link("link0", "/etc/passwd");
        for (int i = 1; i <= 40; i++) {
            link("link" + i, "link" + (i - 1));
        }

        assertThat(files.text("/link39")).contains(FileText.of(INSIDE));
        assertThat(files.text("/link40")).isEmpty();
    }

    @Test
    void refusesAPathThatWouldEatAllDescriptors() throws IOException {
        link("etc/again", "default/../again-target");
        link("here", "etc/../usr/lib");
        Path deep = root;
        for (int i = 0; i < 150; i++) {
            deep = Files.createDirectory(deep.resolve("d"));
        }

        assertThat(files.find("/here")).map(SystemFile::path).contains("/usr/lib");
        assertThatThrownBy(() -> files.find("/d".repeat(150)))
                .isInstanceOf(RescueException.class)
                .hasMessageContaining("more than 128 directories deep");
    }

    @Test
    void tellsWhatAFileIs() throws IOException {
        link("etc/link", "passwd");
        Files.setAttribute(root.resolve("etc/passwd"), "unix:mode", 04640);

        SystemFile passwd = files.find("/etc/link").orElseThrow();
        assertThat(passwd.path()).isEqualTo("/etc/passwd");
        assertThat(passwd.mode()).hasToString("4640");
        assertThat(passwd.size().count()).isEqualTo(INSIDE.length());
        assertThat(passwd.uid()).isEqualTo(Files.getAttribute(root.resolve("etc/passwd"), "unix:uid"));
        assertThat(files.find("/")).map(SystemFile::isDirectory).contains(true);
        assertThat(files.linkTarget("/etc/link")).contains("passwd");
        assertThat(files.findWithoutFollowing("/etc/link"))
                .map(SystemFile::path)
                .contains("/etc/link");
    }

    @Test
    void refusesATextThatIsTooLarge() throws IOException {
        try (RandomAccessFile sparse =
                new RandomAccessFile(root.resolve("etc/fstab").toFile(), "rw")) {
            sparse.setLength((16 << 20) + 1);
        }

        assertThatThrownBy(() -> files.text("/etc/fstab"))
                .isInstanceOf(RescueException.class)
                .hasMessageContaining("/etc/fstab")
                .hasMessageContaining("16.0 MiB");
        assertThat(files.head("/etc/fstab", 4)).contains(new byte[4]);
    }

    @Test
    void readsTheEndsOfAFile() throws IOException {
        Files.writeString(root.resolve("log"), "first and last");

        assertThat(files.head("/log", 5)).contains("first".getBytes(StandardCharsets.UTF_8));
        assertThat(files.tail("/log", 4)).contains("last".getBytes(StandardCharsets.UTF_8));
        assertThat(files.tail("/log", 4000)).contains("first and last".getBytes(StandardCharsets.UTF_8));
        assertThat(files.tail("/none", 4)).isEmpty();
    }

    @Test
    void keepsBytesThatAreNoText() throws IOException {
        byte[] binary = {0x7f, 'E', 'L', 'F', (byte) 0xff, 0, 10};
        Files.write(root.resolve("bin"), binary);

        assertThat(files.text("/bin")).map(FileText::bytes).contains(binary);
    }

    @Test
    void expandsAPatternThroughLinks() throws IOException {
        Files.createDirectories(root.resolve("usr/lib/modules/6.1"));
        Files.createDirectories(root.resolve("usr/lib/modules/6.6"));
        Files.createDirectories(root.resolve("usr/lib/modules/.hidden"));
        Files.writeString(root.resolve("usr/lib/modules/6.6/modules.dep"), "");
        link("lib", "usr/lib");
        link("usr/lib/modules/out", outside.toString());

        assertThat(files.glob("/lib/modules/*"))
                .extracting(SystemFile::path)
                .containsExactly("/usr/lib/modules/6.1", "/usr/lib/modules/6.6", "/usr/lib/modules/out");
        assertThat(files.glob("/lib/modules/6.?/modules.*"))
                .extracting(SystemFile::path)
                .containsExactly("/usr/lib/modules/6.6/modules.dep");
        assertThat(files.glob("/lib/modules/out/*")).isEmpty();
        assertThat(files.glob("/../../rescue/*")).isEmpty();
        assertThat(files.glob("/[a-z]*")).isEmpty();
    }

    @Test
    void saysThatTheRootIsGone() throws IOException {
        ConfinedFiles gone = new ConfinedFiles(root.resolve("unmounted"));

        assertThatThrownBy(() -> gone.find("/etc/passwd"))
                .isInstanceOf(RescueException.class)
                .hasMessageContaining("no longer mounted");
    }

    @Test
    void staysInsideWhileANameFlipsBetweenADirectoryAndALinkToTheOutside() throws Exception {
        Files.createDirectories(root.resolve("flip"));
        Files.writeString(root.resolve("flip/shadow"), INSIDE);
        Path directoryName = root.resolve("flip");
        Path spareDirectory = root.resolve("spare");
        Path spareLink = Files.createSymbolicLink(root.resolve("spare-link"), outside);
        AtomicBoolean done = new AtomicBoolean();
        Thread swapper = new Thread(() -> flip(directoryName, spareDirectory, spareLink, done));
        List<String> escapes = new ArrayList<>();

        swapper.start();
        while (!done.get()) {
            look(escapes);
        }
        swapper.join();

        assertThat(escapes).isEmpty();
    }

    private void look(List<String> escapes) {
        try {
            files.text("/flip/shadow")
                    .map(FileText::text)
                    .filter(it -> !it.equals(INSIDE))
                    .ifPresent(escapes::add);
            files.list("/flip").stream().filter(it -> !it.equals("shadow")).forEach(escapes::add);
            files.find("/flip/shadow")
                    .filter(it -> it.size().count() != INSIDE.length())
                    .ifPresent(it -> escapes.add(it.toString()));
        } catch (RescueException e) {
            assertThat(e).hasMessageStartingWith("/flip");
        }
    }

    private static void flip(Path name, Path spareDirectory, Path spareLink, AtomicBoolean done) {
        try {
            for (int i = 0; i < FLIPS; i++) {
                Files.move(name, spareDirectory, StandardCopyOption.ATOMIC_MOVE);
                Files.move(spareLink, name, StandardCopyOption.ATOMIC_MOVE);
                Files.move(name, spareLink, StandardCopyOption.ATOMIC_MOVE);
                Files.move(spareDirectory, name, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            done.set(true);
        }
    }

    private void link(String path, String target) throws IOException {
        Files.createSymbolicLink(root.resolve(path), Path.of(target));
    }
}
