package io.github.rescuekit.diagnose;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a search found. The systems stay mounted for the look until this is closed. */
public final class FoundSystems implements AutoCloseable {

    private final Machine machine;
    private final List<SystemCandidate> candidates;
    private final List<NestedRoot> nested;
    private final List<PassedOver> passedOver;

    /** The candidates are given in their order of rank. */
    FoundSystems(
            Machine machine, List<SystemCandidate> candidates, List<NestedRoot> nested, List<PassedOver> passedOver) {
        this.machine = machine;
        this.candidates = List.copyOf(candidates);
        this.nested = List.copyOf(nested);
        this.passedOver = List.copyOf(passedOver);
    }

    public Machine machine() {
        return machine;
    }

    /** The systems of servers, the likeliest first. */
    public List<SystemCandidate> systems() {
        return candidates.stream().filter(SystemCandidate::isReal).toList();
    }

    /** Filesystems that are roots, but of a container, a chroot, or copies. */
    public List<SystemCandidate> otherRoots() {
        return candidates.stream().filter(it -> !it.isReal()).toList();
    }

    /** Roots in directories of the systems. */
    public List<NestedRoot> nested() {
        return nested;
    }

    public List<PassedOver> passedOver() {
        return passedOver;
    }

    /**
     * The system that the operator means: the only one there is, or the one that answers to the word.
     *
     * @param word a device, a UUID, a hostname, or the beginning of a machine-id; empty when the operator named none
     * @throws RescueException when there is no system, or none of that name, or when a person has to choose
     */
    public SystemCandidate choose(Optional<String> word) {
        return word.isPresent() ? named(word.get()) : onlyOne();
    }

    private SystemCandidate named(String word) {
        List<SystemCandidate> answering =
                candidates.stream().filter(it -> it.answersTo(word)).toList();
        if (answering.isEmpty()) {
            answering = systems().stream().filter(it -> isOnDisk(it, word)).toList();
        }
        if (answering.isEmpty()) {
            throw nobodyNamed(word);
        }
        if (answering.size() > 1) {
            throw personNeeded(answering.size() + " systems answer to '" + word + "'", answering);
        }
        return answering.get(0);
    }

    private boolean isOnDisk(SystemCandidate candidate, String word) {
        return machine.disksOf(candidate.device()).stream()
                .anyMatch(disk -> disk.path().equals(word) || disk.links().contains(word));
    }

    private SystemCandidate onlyOne() {
        List<SystemCandidate> systems = systems();
        if (systems.isEmpty()) {
            throw none();
        }
        if (systems.size() > 1) {
            throw personNeeded(systems.size() + " systems are installed", systems);
        }
        return systems.get(0);
    }

    private RescueException personNeeded(String happened, List<SystemCandidate> choices) {
        String list = choices.stream().map(this::inWords).collect(Collectors.joining("; "));
        return new RescueException(
                ExitCode.PERSON_NEEDED, happened + ": " + list, "name one of them by its device, UUID or hostname");
    }

    private String inWords(SystemCandidate candidate) {
        List<String> words = new ArrayList<>();
        words.add(candidate.device().path());
        candidate
                .device()
                .uuid()
                .filter(it -> Twins.of(candidate.device(), machine).isEmpty())
                .ifPresent(it -> words.add("UUID=" + it));
        words.add(candidate.system().distribution().name());
        candidate.system().hostname().ifPresent(words::add);
        return String.join(" ", words);
    }

    private RescueException nobodyNamed(String word) {
        Optional<PassedOver> known = passedOver.stream()
                .filter(it ->
                        it.device().path().equals(word) || it.device().links().contains(word))
                .findFirst();
        String why = known.map(it -> ": " + it.reason()).or(() -> unknown(word)).orElse("");
        String next = systems().isEmpty()
                ? "see 'rescuekit systems' for what was looked at"
                : "choose from: " + systems().stream().map(this::inWords).collect(Collectors.joining("; "));
        return RescueException.usage("no system is known as '" + word + "'" + why, next);
    }

    private Optional<String> unknown(String word) {
        return machine.device(word).stream()
                .flatMap(it -> machine.unknownsOf(it).stream())
                .findFirst()
                .map(it -> ": " + it);
    }

    private RescueException none() {
        String why = passedOver.stream()
                .map(it -> it.device().path() + ": " + it.reason())
                .collect(Collectors.joining("; "));
        return new RescueException(
                ExitCode.PROBLEMS_FOUND,
                "no installed system was found" + (why.isEmpty() ? ": there is no disk" : " (" + why + ")"),
                "see 'rescuekit disks'; 'rescuekit open' opens a root that is encrypted, in LVM or in an array");
    }

    /** Takes all looks down. */
    @Override
    public void close() {
        List<RescueException> failures = new ArrayList<>();
        for (SystemCandidate candidate : candidates) {
            try {
                candidate.mounted().close();
            } catch (RescueException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            RescueException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }
}
