package io.github.rescuekit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDiffTest {

    @Test
    void showsAChangedLineWithThreeLinesAround() {
        String before = lines(1, 20);
        String after = before.replace("line 10\n", "line ten\n");

        assertThat(LineDiff.unified(before, after))
                .containsExactly(
                        "@@ -7,7 +7,7 @@",
                        " line 7",
                        " line 8",
                        " line 9",
                        "-line 10",
                        "+line ten",
                        " line 11",
                        " line 12",
                        " line 13");
    }

    @Test
    void showsChangesFarApartAsTwoHunks() {
        String before = lines(1, 40);
        String after = before.replace("line 2\n", "").replace("line 30\n", "line 30\nline 30b\n");

        assertThat(LineDiff.unified(before, after))
                .filteredOn(line -> line.startsWith("@@"))
                .containsExactly("@@ -1,5 +1,4 @@", "@@ -28,6 +27,7 @@");
    }

    @Test
    void joinsChangesThatAreNear() {
        String before = lines(1, 20);
        String after = before.replace("line 5\n", "").replace("line 9\n", "");

        assertThat(LineDiff.unified(before, after))
                .filteredOn(line -> line.startsWith("@@"))
                .hasSize(1);
    }

    @Test
    void showsANewFile() {
        assertThat(LineDiff.unified("", "a\nb\n")).containsExactly("@@ -0,0 +1,2 @@", "+a", "+b");
    }

    @Test
    void showsThatALineEndIsMissing() {
        assertThat(LineDiff.unified("a\n", "a")).containsExactly("@@ -1,1 +1,1 @@", "-a", "+a (no line end)");
    }

    @Test
    void showsNothingForEqualTexts() {
        assertThat(LineDiff.unified("a\n", "a\n")).isEmpty();
        assertThat(LineDiff.unified("", "")).isEmpty();
    }

    @Test
    void doesNotCompareHugeFilesLineByLineForAges() {
        String before = lines(1, 5000);
        String after = lines(5001, 10000);

        assertThat(LineDiff.unified(before, after)).hasSize(10001);
    }

    private static String lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    }
}
