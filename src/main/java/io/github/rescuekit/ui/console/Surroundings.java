package io.github.rescuekit.ui.console;

import io.github.rescuekit.ui.Toolkit;
import io.github.rescuekit.ui.console.Glance.Mounted;
import io.github.rescuekit.ui.console.Remembered.Times;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the console remembers of the machine, so that prompt and completion answer at once. */
final class Surroundings {

    private static final Times QUICK = new Times(Duration.ofSeconds(3), Duration.ofMillis(500));
    // Looking into every filesystem is worth a short wait, and not worth another one soon.
    private static final Times SLOW = new Times(Duration.ofMinutes(2), Duration.ofMillis(1500));

    private final Glance glance;
    private final Lookups lookups = new Lookups();
    private final Remembered<List<Mounted>> mounted;
    private final Remembered<List<String>> devices;
    private final Remembered<List<String>> roots;
    private final Remembered<List<String>> hostnames;
    private String lookedAt = "";

    Surroundings(Toolkit toolkit) {
        this.glance = new Glance(toolkit);
        this.mounted = remembered(glance::mounted, new Times(Duration.ZERO, QUICK.patience()));
        this.devices = remembered(glance::devices, QUICK);
        this.roots = remembered(glance::roots, QUICK);
        this.hostnames = remembered(glance::hostnames, SLOW);
    }

    private <T> Remembered<List<T>> remembered(Supplier<List<T>> source, Times times) {
        return new Remembered<>(List.of(), source, lookups, times, System::nanoTime);
    }

    /** Words that can stand for a parameter, by its label in the verb's help; none for a label that is not known. */
    List<String> words(String label) {
        return switch (label) {
            case "VERB" -> glance.verbs();
            case "ID" -> glance.recipes();
            case "JOB" -> glance.jobs();
            case "REMEDY" -> glance.remedies();
            case "DEV" -> devices.now();
            case "SYSTEM" ->
                Stream.concat(hostnames.now().stream(), roots.now().stream()).toList();
            default -> List.of();
        };
    }

    /** Systems that are mounted for work. Looking takes long enough to be felt at every prompt, so it waits for a reason. */
    List<Mounted> mounted() {
        String table = glance.mountTable();
        List<Mounted> systems = table.equals(lookedAt) ? mounted.known() : mounted.now();
        lookedAt = table;
        return systems;
    }

    /** Ends every lookup: two parts of one program must not handle the same devices. */
    void leaveDevicesAlone() {
        lookups.end();
    }
}
