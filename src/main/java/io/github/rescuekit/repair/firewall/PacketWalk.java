package io.github.rescuekit.repair.firewall;

import io.github.rescuekit.model.IpRange;
import io.github.rescuekit.model.PacketFilter;
import io.github.rescuekit.model.PacketFilter.Action;
import io.github.rescuekit.model.PacketFilter.Chain;
import io.github.rescuekit.model.PacketFilter.Hook;
import io.github.rescuekit.model.PacketFilter.Match;
import io.github.rescuekit.model.PacketFilter.Place;
import io.github.rescuekit.model.PacketFilter.Rule;
import io.github.rescuekit.model.PacketFilter.Verb;
import io.github.rescuekit.model.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Sends the first packet of an SSH connection through the rules. Where a condition cannot be judged it goes both ways, and
 * the outcome is known only when both lead to the same.
 */
final class PacketWalk {

    private static final List<String> POINTS = List.of("ingress", "prerouting", "input");
    private static final Set<String> TRACKED =
            Set.of("new", "established", "related", "invalid", "untracked", "snat", "dnat");
    private static final int DEEPEST = 32;
    private static final int FIRST_CLIENT_PORT = 1024;
    private static final int LAST_PORT = 65_535;

    private final PacketFilter filter;
    private final SshClient client;
    private final Map<String, Map<Verb, Place>> walked = new HashMap<>();

    PacketWalk(PacketFilter filter, SshClient client) {
        this.filter = filter;
        this.client = client;
    }

    Ruling ruling() {
        List<String> undecided = new ArrayList<>();
        List<String> closing = new ArrayList<>();
        List<String> opening = new ArrayList<>();
        List<Chain> closed = new ArrayList<>();
        for (Chain chain : filter.chains()) {
            if (chain.hook().filter(it -> POINTS.contains(it.point())).isEmpty() || !isOfFamily(chain)) {
                continue;
            }
            Map<Verb, Place> outcome = outcome(chain, chain.hook().get());
            if (outcome.size() > 1 || outcome.containsKey(Verb.UNKNOWN)) {
                outcome.values().stream().map(Place::toString).distinct().forEach(undecided::add);
            } else if (outcome.containsKey(Verb.DROP)) {
                outcome.values().stream().map(Place::toString).forEach(closing::add);
                closed.add(chain);
            } else {
                outcome.values().stream().map(Place::toString).forEach(opening::add);
            }
        }
        // One chain that drops is enough, whatever the others do.
        if (!closing.isEmpty()) {
            return new Ruling(Verdict.FAILED, closing, closed);
        }
        return undecided.isEmpty()
                ? new Ruling(Verdict.HEALTHY, opening, List.of())
                : new Ruling(Verdict.UNKNOWN, undecided, List.of());
    }

    private boolean isOfFamily(Chain chain) {
        String family = chain.table().split(" ", 2)[0];
        return switch (family) {
            case "ip" -> client.isV4();
            case "ip6" -> !client.isV4();
            case "arp", "bridge" -> false;
            default -> true;
        };
    }

    private Map<Verb, Place> outcome(Chain chain, Hook hook) {
        Map<Verb, Place> outcome = new EnumMap<>(walk(chain, Set.of(), 0));
        Place end = outcome.remove(Verb.RETURN);
        if (end != null) {
            outcome.putIfAbsent(hook.policy().verb(), hook.place());
        }
        return outcome;
    }

    /** The ways a packet may end in a chain, each with the rule that decides; {@code RETURN} when it falls out at the end. */
    private Map<Verb, Place> walk(Chain chain, Set<String> above, int depth) {
        Map<Verb, Place> outcome = new EnumMap<>(Verb.class);
        for (Rule rule : chain.rules()) {
            Optional<Boolean> applies = applies(rule);
            if (applies.equals(Optional.of(false))) {
                continue;
            }
            Map<Verb, Place> ends = ends(chain, rule, above, depth);
            boolean goesOn = ends.remove(Verb.CONTINUE) != null;
            ends.forEach(outcome::putIfAbsent);
            if (applies.isPresent() && !goesOn) {
                return outcome;
            }
        }
        outcome.putIfAbsent(Verb.RETURN, new Place(chain.table(), 0, "end of the chain " + chain.name()));
        return outcome;
    }

    private Map<Verb, Place> ends(Chain chain, Rule rule, Set<String> above, int depth) {
        Action action = rule.action();
        Map<Verb, Place> ends = new EnumMap<>(Verb.class);
        Optional<Chain> target = action.verb() == Verb.JUMP || action.verb() == Verb.GOTO
                ? filter.chain(chain.table(), action.target())
                : Optional.empty();
        if (target.isPresent() && depth < DEEPEST && !above.contains(name(target.get()))) {
            Set<String> path = new HashSet<>(above);
            path.add(name(target.get()));
            if (!walked.containsKey(name(target.get()))) {
                walked.put(name(target.get()), walk(target.get(), path, depth + 1));
            }
            ends.putAll(Objects.requireNonNull(walked.get(name(target.get()))));
            Place end = ends.remove(Verb.RETURN);
            if (end != null) {
                // "goto" does not come back to where it left.
                ends.put(action.verb() == Verb.JUMP ? Verb.CONTINUE : Verb.RETURN, end);
            }
            return ends;
        }
        boolean leadsNowhere = action.verb() == Verb.JUMP || action.verb() == Verb.GOTO;
        ends.put(leadsNowhere ? Verb.UNKNOWN : action.verb(), rule.place());
        return ends;
    }

    private static String name(Chain chain) {
        return chain.table() + " " + chain.name();
    }

    private Optional<Boolean> applies(Rule rule) {
        boolean unsure = false;
        for (Match match : rule.matches()) {
            Optional<Boolean> holds = holds(match).map(it -> it != match.negated());
            if (holds.equals(Optional.of(false))) {
                return holds;
            }
            unsure |= holds.isEmpty();
        }
        return unsure ? Optional.empty() : Optional.of(true);
    }

    private Optional<Boolean> holds(Match match) {
        return switch (match.field()) {
            case ALWAYS -> Optional.of(true);
            case NEVER -> Optional.of(false);
            case UNKNOWN -> Optional.empty();
            case PROTOCOL ->
                Optional.of(match.values().contains("tcp") || match.values().contains("6"));
            case FAMILY -> Optional.of(match.values().contains(client.isV4() ? "ipv4" : "ipv6"));
            case STATE -> state(match.values());
            case INTERFACE -> anyOf(match.values(), PacketWalk::comesInOn);
            case DESTINATION_PORT ->
                anyOf(match.values(), it -> range(it, low -> low <= client.port(), high -> high >= client.port()));
            case SOURCE_PORT -> anyOf(match.values(), PacketWalk::isClientPort);
            case SOURCE_ADDRESS -> anyOf(match.values(), this::isFrom);
        };
    }

    private interface Judge {

        Optional<Boolean> judge(String value);
    }

    private static Optional<Boolean> anyOf(List<String> values, Judge judge) {
        List<Optional<Boolean>> answers = values.stream().map(judge::judge).toList();
        if (answers.contains(Optional.of(true))) {
            return Optional.of(true);
        }
        return answers.contains(Optional.<Boolean>empty()) ? Optional.empty() : Optional.of(false);
    }

    private static Optional<Boolean> state(List<String> states) {
        return TRACKED.containsAll(states) ? Optional.of(states.contains("new")) : Optional.empty();
    }

    // Nobody logs in from outside over the loopback interface; of the others the files do not tell which is outside.
    private static Optional<Boolean> comesInOn(String name) {
        if (name.equals("lo") || name.equals("1")) {
            return Optional.of(false);
        }
        return name.equals("+") || name.equals("*") ? Optional.of(true) : Optional.empty();
    }

    private static Optional<Boolean> isClientPort(String range) {
        return range(range, low -> low <= FIRST_CLIENT_PORT, high -> high >= LAST_PORT)
                .filter(it -> it);
    }

    private static Optional<Boolean> range(String text, Predicate<Integer> low, Predicate<Integer> high) {
        if (!text.matches("\\d{1,5}(-\\d{1,5})?")) {
            return Optional.empty();
        }
        String[] ends = text.split("-", -1);
        return Optional.of(low.test(Integer.valueOf(ends[0])) && high.test(Integer.valueOf(ends[ends.length - 1])));
    }

    private Optional<Boolean> isFrom(String text) {
        Optional<IpRange> range = IpRange.parse(text);
        if (range.filter(IpRange::isEverything).isPresent()) {
            return Optional.of(range.get().first().isV4() == client.isV4());
        }
        return range.isEmpty() || client.address().isEmpty()
                ? Optional.empty()
                : Optional.of(range.get().contains(client.address().get()));
    }
}
