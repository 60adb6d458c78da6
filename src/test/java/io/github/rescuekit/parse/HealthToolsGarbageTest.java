package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.model.UnexpectedOutputException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** No input makes a parser throw anything but its own exception, or hang. */
class HealthToolsGarbageTest {

    private static final long SEED = 42;
    private static final int ROUNDS = 2000;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Map<String, Consumer<String>> PARSERS = Map.ofEntries(
            Map.entry("e2fsck/debian-12/damaged", text -> E2fsckOutcome.parse(4, text, text)),
            Map.entry("xfs_repair/debian-12/damaged", text -> XfsRepair.problems(text, text)),
            Map.entry("btrfs-check/debian-12/damaged", text -> BtrfsCheck.parse(0, text, text)),
            Map.entry("fsck.fat/debian-12/dirty", text -> FsckFat.parse(1, text, text)),
            Map.entry("smartctl/debian-12/ata-failing", text -> Smartctl.parse(0, text)),
            Map.entry("memtester/debian-12/bit-flip", text -> Memtester.parse(4, text, text)),
            Map.entry("stressapptest/debian-12/errors", text -> Stressapptest.parse(1, text)),
            Map.entry("stress-ng/debian-12/verified", text -> StressNgMetrics.parse(0, text)));

    @TestFactory
    Stream<DynamicTest> survivesGarbage() {
        return PARSERS.entrySet().stream()
                .map(entry -> dynamicTest(
                        entry.getKey(),
                        () -> assertTimeoutPreemptively(LIMIT, () -> feed(entry.getKey(), entry.getValue()))));
    }

    private static void feed(String fixture, Consumer<String> parser) {
        String text = Fixture.of(fixture).stdout();
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            String garbage = spoiled(text, random);
            try {
                parser.accept(garbage);
            } catch (UnexpectedOutputException e) {
                assertThat(e.next()).isNotEmpty();
            }
        }
    }

    // Cut off, doubled, digits grown, characters replaced: what broken tools and broken pipes make.
    private static String spoiled(String text, Random random) {
        StringBuilder spoiled = new StringBuilder(text);
        int changes = 1 + random.nextInt(8);
        for (int change = 0; change < changes && spoiled.length() > 0; change++) {
            int at = random.nextInt(spoiled.length());
            switch (random.nextInt(5)) {
                case 0 -> spoiled.setLength(at);
                case 1 -> spoiled.insert(at, "9".repeat(1 + random.nextInt(40)));
                case 2 -> spoiled.setCharAt(at, (char) random.nextInt(0x3000));
                case 3 -> spoiled.delete(at, Math.min(spoiled.length(), at + random.nextInt(200)));
                default -> spoiled.insert(at, spoiled.substring(at, Math.min(spoiled.length(), at + 200)));
            }
        }
        return spoiled.toString();
    }
}
