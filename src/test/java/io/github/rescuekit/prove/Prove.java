package io.github.rescuekit.prove;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Runs proofs by name and prints a line of figures for each; ends with 1 when a promise is broken. */
public final class Prove {

    private static final Map<String, Supplier<Proof>> PROOFS = proofs();

    private Prove() {}

    private static Map<String, Supplier<Proof>> proofs() {
        Map<String, Supplier<Proof>> proofs = new LinkedHashMap<>();
        proofs.put("look", LookProof::new);
        proofs.put("hung", HungProof::new);
        proofs.put("escape", EscapeProof::new);
        proofs.put("fuzz", FuzzProof::new);
        proofs.put("operators", OperatorsProof::new);
        proofs.put("power-loss", PowerLossProof::new);
        proofs.put("kill", KillProof::new);
        proofs.put("broken", BrokenProof::new);
        proofs.put("connection", ConnectionProof::new);
        proofs.put("secrets", SecretsProof::new);
        return proofs;
    }

    public static void main(String[] words) throws IOException {
        List<String> names = new ArrayList<>(List.of(words));
        Proof.Size size = names.remove("--ci") ? Proof.Size.CI : Proof.Size.FULL;
        if (names.isEmpty()) {
            names.addAll(PROOFS.keySet());
        }
        for (String name : names) {
            if (!PROOFS.containsKey(name)) {
                System.err.println("prove: there is no proof '" + name + "'.\nNext: take one of "
                        + String.join(", ", PROOFS.keySet()) + ".");
                System.exit(2);
            }
        }
        boolean holds = true;
        for (Map.Entry<String, Supplier<Proof>> proof : PROOFS.entrySet()) {
            holds &= !names.contains(proof.getKey())
                    || run(proof.getKey(), proof.getValue().get(), size);
        }
        System.exit(holds ? 0 : 1);
    }

    private static boolean run(String name, Proof proof, Proof.Size size) throws IOException {
        Path directory = Files.createTempDirectory(Path.of("/var/tmp"), "rescuekit-prove-" + name + "-");
        Tally tally = new Tally();
        Instant begin = Instant.now();
        try {
            proof.prove(size, directory, tally);
        } finally {
            delete(directory);
        }
        System.out.println(String.format(
                Locale.ROOT,
                "%-12s %s, %d s: %s",
                name,
                tally.figures(),
                Duration.between(begin, Instant.now()).toSeconds(),
                tally.holds() ? "holds" : "BROKEN"));
        tally.broken().stream().limit(20).forEach(it -> System.out.println("  " + it));
        return tally.holds();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
