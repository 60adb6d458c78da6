package io.github.rescuekit.prove;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Runs proofs by name and prints a line of figures for each; ends with 1 when a promise is broken. */
public final class Prove {

    /** The option with which a process is told to do one proof itself. */
    static final String HERE = "--here";

    private static final String CI = "--ci";
    private static final Map<String, Supplier<Proof>> PROOFS = proofs();

    private Prove() {}

    // In the order in which they begin: two run at a time, those that look at the whole machine beside those without
    // disks.
    private static Map<String, Supplier<Proof>> proofs() {
        Map<String, Supplier<Proof>> proofs = new LinkedHashMap<>();
        proofs.put("look", LookProof::new);
        proofs.put("kill", KillProof::new);
        proofs.put("secrets", SecretsProof::new);
        proofs.put("programs", ProgramsProof::new);
        proofs.put("hung", HungProof::new);
        proofs.put("fuzz", FuzzProof::new);
        proofs.put("connection", ConnectionProof::new);
        proofs.put("broken", BrokenProof::new);
        proofs.put("power-loss", PowerLossProof::new);
        proofs.put("escape", EscapeProof::new);
        proofs.put("operators", OperatorsProof::new);
        return proofs;
    }

    public static void main(String[] words) throws IOException {
        List<String> names = new ArrayList<>(List.of(words));
        boolean here = names.remove(HERE);
        Proof.Size size = names.remove(CI) ? Proof.Size.CI : Proof.Size.FULL;
        if (!PROOFS.keySet().containsAll(names)) {
            names.removeAll(PROOFS.keySet());
            System.err.println("prove: there is no proof '" + names.get(0) + "'.\nNext: take one of "
                    + String.join(", ", PROOFS.keySet()) + ".");
            System.exit(2);
        }
        if (here) {
            String name = names.get(0);
            System.exit(
                    OneProof.of(name, Objects.requireNonNull(PROOFS.get(name)).get(), size) ? 0 : 1);
        }
        Lanes lanes = new Lanes(size == Proof.Size.CI ? List.of(CI) : List.of());
        PROOFS.forEach((name, proof) -> {
            if (names.isEmpty() || names.contains(name)) {
                lanes.add(name, proof.get().reach());
            }
        });
        System.exit(lanes.run() ? 0 : 1);
    }
}
