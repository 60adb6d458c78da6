package io.github.rescuekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.rescuekit.exec.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The shipped jar answers the same in every language: in Turkish an I is no i, in Japanese a comma may be none. */
class LocaleIT {

    @TempDir
    private Path directory;

    private LoopImage disk;

    @BeforeEach
    void attach() throws IOException {
        disk = LoopImage.attach(SmallServer.in(directory).image("server"));
    }

    @AfterEach
    void detach() {
        disk.close();
    }

    @TestFactory
    Stream<DynamicTest> answersTheSame() {
        return Stream.of(
                        List.of("survey", disk.device()),
                        List.of("check", disk.device()),
                        List.of("repair", "cpanel-jailshell", "--plan", "--system", disk.device()),
                        List.of("leave", "--system", disk.device()),
                        List.of("fsck", disk.device(), "--plan", "--json"))
                .map(words -> dynamicTest(words.get(0), () -> {
                    String expected = answer(Locale.ROOT, words);
                    assertThat(expected).contains(disk.device());
                    for (String language : List.of("de-DE", "ja-JP", "tr-TR")) {
                        assertThat(answer(Locale.forLanguageTag(language), words))
                                .as(language)
                                .isEqualTo(expected);
                    }
                }));
    }

    private static String answer(Locale locale, List<String> words) {
        String name = locale.equals(Locale.ROOT) ? "C" : locale + ".UTF-8";
        Result result = LoopImage.tryRun(
                "bash",
                "-c",
                "LANG=" + name + " LC_ALL=" + name + " " + System.getProperty("java.home") + "/bin/java"
                        + " -Duser.language=" + locale.getLanguage() + " -Duser.country=" + locale.getCountry()
                        + " -jar target/rescuekit.jar " + String.join(" ", words));
        assertThat(result.exitCode()).as(result.err()).isIn(0, 3, 4);
        // Times and random names differ from run to run.
        return (result.out() + result.err()).replaceAll("\\d{8}-\\d{6}|\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "(time)");
    }
}
