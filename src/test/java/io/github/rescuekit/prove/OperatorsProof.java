package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Promise 9: one writer per disk, through any door; whoever comes second knows why within a second. */
final class OperatorsProof implements Proof {

    private static final int CLIENTS = 8;
    private static final int A_SECOND = 1_000;
    private static final Duration LONGEST = Duration.ofMinutes(20);

    @Override
    public Reach reach() {
        // It measures how soon a loser is told: no other disks beside it.
        return Reach.MACHINE;
    }

    @Override
    public void prove(Size size, Path directory, Tally tally) throws IOException {
        int operations = size == Size.FULL ? 1_000 : 40;
        Path records = Files.createDirectory(directory.resolve("locks"));
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (LoopImage disk = LoopImage.attach(LoopImage.blank(directory, "disk", 4))) {
            List<CompletableFuture<Result>> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(n -> CompletableFuture.supplyAsync(() -> client(records, disk, operations, n), threads))
                    .toList();
            clients.stream().map(CompletableFuture::join).forEach(result -> judge(result, tally));
        } finally {
            threads.shutdown();
        }
        tally.count("operations", CLIENTS * operations);
        tally.requireAtLeast("writers", operations);
        tally.requireAtLeast("losers", 1);
    }

    private static Result client(Path records, LoopImage disk, int operations, int number) {
        return LoopImage.RUNNER.run(Command.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OperatorClient.class.getName(),
                        records.toString(),
                        disk.device(),
                        Integer.toString(operations),
                        Integer.toString(number))
                .within(LONGEST)
                .acceptingAny());
    }

    private static void judge(Result result, Tally tally) {
        List<String> lines = result.out().lines().toList();
        lines.stream().filter(it -> it.startsWith("bad: ")).forEach(tally::broken);
        if (result.exitCode() != 0 || lines.isEmpty()) {
            tally.broken("a client ended with " + result.exitCode() + ": " + result.err());
            return;
        }
        String[] figures = lines.get(lines.size() - 1).split(" ", -1);
        tally.count("writers", Integer.parseInt(figures[0]));
        tally.count("losers", Integer.parseInt(figures[1]));
        if (Integer.parseInt(figures[2]) > A_SECOND) {
            tally.broken("somebody was told only after " + figures[2] + " ms that the disk is locked");
        }
    }
}
