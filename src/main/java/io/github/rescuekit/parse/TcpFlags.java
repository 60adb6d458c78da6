package io.github.rescuekit.parse;

import io.github.rescuekit.model.PacketFilter.Field;
import io.github.rescuekit.model.PacketFilter.Match;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Conditions on the flags of TCP, judged for the first packet of a connection, which has SYN and nothing else. */
final class TcpFlags {

    private static final Set<String> FIRST_PACKET = Set.of("syn");
    private static final List<String> ALL = List.of("fin", "syn", "rst", "psh", "ack", "urg", "ecn", "cwr");

    // "&(fin|syn|rst|ack)==syn", "syn/fin,syn,rst,ack", "!=syn/fin,syn"
    private static final Pattern MASKED =
            Pattern.compile("&\\(?(?<mask>[a-z|,]+|0x[0-9a-f]+)\\)?(?<relation>==|!=)\\(?(?<flags>[a-z|,]+|0x0)\\)?");
    private static final Pattern SLASHED = Pattern.compile("(?<relation>==|!=)?(?<flags>[a-z,]+|0x0)/(?<mask>[a-z,]+)");

    private TcpFlags() {}

    /** A condition as nft writes it, without blanks. */
    static Match match(String text) {
        Matcher masked = MASKED.matcher(text);
        Matcher slashed = SLASHED.matcher(text);
        if (masked.matches()) {
            return match(
                    flags(masked.group("mask")), flags(masked.group("flags")), "!=".equals(masked.group("relation")));
        }
        if (slashed.matches()) {
            return match(
                    flags(slashed.group("mask")),
                    flags(slashed.group("flags")),
                    "!=".equals(slashed.group("relation")));
        }
        return text.equals("syn") || text.equals("==syn") ? Match.of(Field.ALWAYS) : Match.of(Field.UNKNOWN, text);
    }

    /** True when the flags of the mask are set as the flags say. */
    static Match match(Set<String> mask, Set<String> flags, boolean negated) {
        Set<String> seen = new TreeSet<>(FIRST_PACKET);
        seen.retainAll(mask);
        return new Match(seen.equals(flags) ? Field.ALWAYS : Field.NEVER, List.of(), negated);
    }

    /** {@code FIN,SYN}, {@code fin|syn}, {@code ALL}, {@code NONE}. */
    static Set<String> flags(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("all") || lower.equals("0xff")) {
            return new TreeSet<>(ALL);
        }
        return lower.equals("none") || lower.equals("0x0")
                ? new TreeSet<>()
                : new TreeSet<>(List.of(lower.split("[|,]", -1)));
    }
}
