package io.github.rescuekit.parse;

import java.util.Optional;

/**
 * The report of {@code iperf3 --json}.
 *
 * @param bitsPerSecond that arrived; absent when nothing was measured
 * @param retransmits segments that had to be sent again
 * @param error why it broke off
 */
public record Iperf3(Optional<Double> bitsPerSecond, Optional<Long> retransmits, Optional<String> error) {

    /** Reads the report of a client. */
    public static Iperf3 parse(String text) {
        Json report = Json.parse("iperf3", text);
        Optional<Json> end = report.child("end");
        return new Iperf3(
                end.flatMap(it -> it.child("sum_received"))
                        .flatMap(it -> it.text("bits_per_second"))
                        .filter(it -> it.matches("\\d{1,15}(\\.\\d{1,15})?([eE]\\+?\\d{1,2})?"))
                        .map(Double::valueOf),
                end.flatMap(it -> it.child("sum_sent"))
                        .flatMap(it -> it.text("retransmits"))
                        .filter(it -> it.matches("\\d{1,15}"))
                        .map(Long::valueOf),
                report.text("error"));
    }
}
