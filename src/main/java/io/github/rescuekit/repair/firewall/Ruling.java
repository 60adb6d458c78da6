package io.github.rescuekit.repair.firewall;

import io.github.rescuekit.model.PacketFilter.Chain;
import io.github.rescuekit.model.Verdict;
import java.util.List;

/**
 * What a firewall does with a client.
 *
 * @param verdict {@code HEALTHY} lets in, {@code FAILED} keeps out, {@code UNKNOWN} cannot be told
 * @param because the lines that decide, or that nobody can judge
 * @param closed the chains that keep it out, where the kernel calls them; empty for a firewall that is no packet filter
 */
public record Ruling(Verdict verdict, List<String> because, List<Chain> closed) {

    public Ruling {
        because = List.copyOf(because);
        closed = List.copyOf(closed);
    }

    static Ruling of(Verdict verdict, String... because) {
        return new Ruling(verdict, List.of(because), List.of());
    }
}
