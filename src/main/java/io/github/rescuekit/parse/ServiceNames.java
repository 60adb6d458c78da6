package io.github.rescuekit.parse;

import java.util.Map;

/** Ports by the names of {@code services(5)} that rule sets use. */
final class ServiceNames {

    private static final Map<String, String> PORTS = Map.ofEntries(
            Map.entry("ftp-data", "20"),
            Map.entry("ftp", "21"),
            Map.entry("ssh", "22"),
            Map.entry("telnet", "23"),
            Map.entry("smtp", "25"),
            Map.entry("domain", "53"),
            Map.entry("bootps", "67"),
            Map.entry("bootpc", "68"),
            Map.entry("http", "80"),
            Map.entry("www", "80"),
            Map.entry("pop3", "110"),
            Map.entry("ntp", "123"),
            Map.entry("imap2", "143"),
            Map.entry("imap", "143"),
            Map.entry("snmp", "161"),
            Map.entry("https", "443"),
            Map.entry("submissions", "465"),
            Map.entry("submission", "587"),
            Map.entry("imaps", "993"),
            Map.entry("pop3s", "995"),
            Map.entry("mysql", "3306"),
            Map.entry("postgresql", "5432"),
            Map.entry("http-alt", "8080"));

    private ServiceNames() {}

    /** The number of a name; a word that is no known name as it is. */
    static String port(String word) {
        return PORTS.getOrDefault(word, word);
    }
}
