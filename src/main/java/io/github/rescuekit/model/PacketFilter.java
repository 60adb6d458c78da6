package io.github.rescuekit.model;

import java.util.List;
import java.util.Optional;

/**
 * The rules of a packet filter as its configuration has them, whatever their dialect.
 *
 * @param chains in the order of the files
 */
public record PacketFilter(List<Chain> chains) {

    public PacketFilter {
        chains = List.copyOf(chains);
    }

    /** A chain by its table and name. */
    public Optional<Chain> chain(String table, String name) {
        return chains.stream()
                .filter(it -> it.table().equals(table) && it.name().equals(name))
                .findFirst();
    }

    /**
     * A chain of rules.
     *
     * @param table with its family, such as {@code inet filter}
     * @param hook where the kernel calls it; empty for a chain that only others jump to
     */
    public record Chain(String table, String name, Optional<Hook> hook, List<Rule> rules) {

        public Chain {
            rules = List.copyOf(rules);
        }
    }

    /**
     * Where the kernel calls a chain.
     *
     * @param point such as {@code input}
     * @param type such as {@code filter} or {@code nat}
     * @param policy what becomes of a packet that no rule decided
     * @param place where the policy is written, or the chain when it is not
     */
    public record Hook(String point, String type, Action policy, Place place) {}

    /** One line of a rule set. */
    public record Place(String file, int line, String text) {

        @Override
        public String toString() {
            return file + ":" + line + ": " + text;
        }
    }

    /** A rule: it applies when every match does; without one, always. */
    public record Rule(Place place, List<Match> matches, Action action) {

        public Rule {
            matches = List.copyOf(matches);
        }
    }

    /** What a match looks at. */
    public enum Field {
        /** Values are names such as {@code tcp}. */
        PROTOCOL,
        /** Values are ports and ranges, {@code 22} and {@code 6000-6010}. */
        DESTINATION_PORT,
        /** Of a client; values as those of {@link #DESTINATION_PORT}. */
        SOURCE_PORT,
        /** Values are what {@link IpRange#parse} reads. */
        SOURCE_ADDRESS,
        /** Values are states of connection tracking. */
        STATE,
        /** Values are names of interfaces. */
        INTERFACE,
        /** {@code ipv4} or {@code ipv6}. */
        FAMILY,
        /** True of the first packet of a connection that comes alone: below a limit of a rate. */
        ALWAYS,
        /** False of it: above a limit, a flag that a first packet does not have. */
        NEVER,
        /** Nobody can tell from the files. */
        UNKNOWN
    }

    /** One condition of a rule. */
    public record Match(Field field, List<String> values, boolean negated) {

        public Match {
            values = List.copyOf(values);
        }

        public static Match of(Field field, String... values) {
            return new Match(field, List.of(values), false);
        }
    }

    /** What a rule does with a packet. */
    public enum Verb {
        ACCEPT,
        DROP,
        JUMP,
        GOTO,
        RETURN,
        /** Nothing that decides: a counter, a log. */
        CONTINUE,
        /** Something that was not understood. */
        UNKNOWN
    }

    /**
     * What a rule does.
     *
     * @param target the chain to go to; empty for every other verb
     */
    public record Action(Verb verb, String target) {

        public static Action of(Verb verb) {
            return new Action(verb, "");
        }
    }
}
