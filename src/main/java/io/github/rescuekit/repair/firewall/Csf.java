package io.github.rescuekit.repair.firewall;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.KeyValueLines;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.IpAddress;
import io.github.rescuekit.model.IpRange;
import io.github.rescuekit.model.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ConfigServer Security and Firewall: its lists of addresses, then its list of ports. */
final class Csf implements Firewall {

    private static final String CONFIGURATION = "/etc/csf/csf.conf";
    private static final String ALLOW = "/etc/csf/csf.allow";
    private static final String DENY = "/etc/csf/csf.deny";
    private static final String IGNORE = "/etc/csf/csf.ignore";
    private static final String TEMPORARY = "/var/lib/csf/csf.tempban";
    private static final String OFF = "/etc/csf/csf.disable";

    private enum Applies {
        YES,
        NO,
        UNKNOWN
    }

    @Override
    public String name() {
        return "csf";
    }

    @Override
    public List<String> services() {
        return List.of("csf", "lfd");
    }

    static boolean isOn(SystemFiles files) {
        return files.exists(CONFIGURATION) && !files.exists(OFF);
    }

    @Override
    public Ruling ruling(SystemFiles files, SshClient client) {
        Optional<Ruling> allowed = listed(files, ALLOW, client, Verdict.HEALTHY);
        if (allowed.isPresent()) {
            return allowed.get();
        }
        return listed(files, DENY, client, Verdict.FAILED)
                .or(() -> temporary(files, client))
                .or(() -> countries(files))
                .orElseGet(() -> ports(files, client));
    }

    private static Optional<Ruling> listed(SystemFiles files, String path, SshClient client, Verdict verdict) {
        int number = 0;
        List<String> doubtful = new ArrayList<>();
        for (String line :
                files.text(path).map(it -> it.text().lines().toList()).orElse(List.of())) {
            number++;
            String place = path + ":" + number + ": " + line.strip();
            switch (applies(line.split("#", 2)[0].strip(), client)) {
                case YES -> {
                    return Optional.of(Ruling.of(verdict, place));
                }
                case UNKNOWN -> doubtful.add(place);
                case NO -> {}
            }
        }
        return doubtful.isEmpty() ? Optional.empty() : Optional.of(new Ruling(Verdict.UNKNOWN, doubtful, List.of()));
    }

    // "203.0.113.7", "203.0.113.0/24", "tcp|in|d=22|s=203.0.113.7", "Include /etc/csf/more.allow"
    private static Applies applies(String entry, SshClient client) {
        if (entry.isEmpty()) {
            return Applies.NO;
        }
        if (!entry.contains("|")) {
            return isFrom(entry, client);
        }
        Applies applies = Applies.YES;
        for (String part : entry.split("\\|", -1)) {
            applies = both(applies, part(part.strip(), client));
        }
        return applies;
    }

    private static Applies both(Applies one, Applies other) {
        if (one == Applies.NO || other == Applies.NO) {
            return Applies.NO;
        }
        return one == Applies.UNKNOWN ? one : other;
    }

    private static Applies part(String part, SshClient client) {
        return switch (part.split("=", 2)[0]) {
            case "tcp", "in" -> Applies.YES;
            case "udp", "icmp", "out" -> Applies.NO;
            case "d" ->
                part.equals("d=" + client.port()) ? Applies.YES : part.matches("d=\\d+") ? Applies.NO : Applies.UNKNOWN;
            case "s" -> isFrom(part.substring(2), client);
            default -> Applies.UNKNOWN;
        };
    }

    private static Applies isFrom(String text, SshClient client) {
        Optional<IpRange> range = IpRange.parse(text);
        if (range.isEmpty() || client.address().isEmpty()) {
            return Applies.UNKNOWN;
        }
        return range.get().contains(client.address().get()) ? Applies.YES : Applies.NO;
    }

    // "1700000000|203.0.113.7|*|in|3600|lfd: failed logins": csf sets them again when it starts, until they end.
    private static Optional<Ruling> temporary(SystemFiles files, SshClient client) {
        String address = client.address().map(IpAddress::toString).orElse("");
        return files.text(TEMPORARY).stream()
                .flatMap(it -> it.text().lines())
                .filter(it -> List.of(it.split("\\|", -1)).contains(address))
                .map(it -> Ruling.of(Verdict.UNKNOWN, TEMPORARY + ": " + it + " (it may have ended by then)"))
                .findFirst();
    }

    private static Optional<Ruling> countries(SystemFiles files) {
        return value(files, "CC_DENY")
                .filter(it -> !it.isBlank())
                .or(() -> value(files, "CC_ALLOW_FILTER").filter(it -> !it.isBlank()))
                .map(it -> Ruling.of(Verdict.UNKNOWN, CONFIGURATION + " judges by countries (" + it + ")"));
    }

    private static Optional<String> value(SystemFiles files, String key) {
        return files.text(CONFIGURATION).flatMap(it -> new KeyValueLines(it).value(key));
    }

    private static Ruling ports(SystemFiles files, SshClient client) {
        String key = client.isV4() ? "TCP_IN" : "TCP6_IN";
        if (!client.isV4() && value(files, "IPV6").filter("1"::equals).isEmpty()) {
            return Ruling.of(Verdict.HEALTHY, CONFIGURATION + ": IPV6 is not 1, csf leaves IPv6 alone");
        }
        String ports = value(files, key).orElse("");
        boolean open = List.of(ports.split(",", -1)).stream().anyMatch(it -> covers(it.strip(), client.port()));
        return Ruling.of(open ? Verdict.HEALTHY : Verdict.FAILED, place(files, key, ports));
    }

    private static String place(SystemFiles files, String key, String value) {
        List<String> lines =
                files.text(CONFIGURATION).map(it -> it.text().lines().toList()).orElse(List.of());
        int number = 0;
        for (int n = 0; n < lines.size(); n++) {
            number = lines.get(n).matches(key + "\\s*=.*") ? n + 1 : number;
        }
        return CONFIGURATION + ":" + number + ": " + key + " = \"" + value + "\"";
    }

    // "22", "30000:35000"
    private static boolean covers(String ports, int port) {
        if (!ports.matches("\\d{1,5}(:\\d{1,5})?")) {
            return false;
        }
        String[] ends = ports.split(":", -1);
        return Integer.parseInt(ends[0]) <= port && port <= Integer.parseInt(ends[ends.length - 1]);
    }

    @Override
    public Edits allowing(SystemFiles files, SshClient client) {
        String address = client.address().orElseThrow().toString();
        Map<String, FileText> edits = new LinkedHashMap<>();
        edits.put(ALLOW, appended(files, ALLOW, "tcp|in|d=" + client.port() + "|s=" + address + " # rescuekit"));
        // lfd would ban it again after a few wrong passwords.
        edits.put(IGNORE, appended(files, IGNORE, address + " # rescuekit"));
        files.text(DENY)
                .map(it -> it.withText(withoutAddress(it.text(), client)))
                .filter(it -> !files.text(DENY).equals(Optional.of(it)))
                .ifPresent(it -> edits.put(DENY, it));
        return new Edits(edits);
    }

    private static FileText appended(SystemFiles files, String path, String line) {
        FileText before = files.text(path).orElse(FileText.of(""));
        return before.withText(TextLines.of(before.text()).append(line).toString());
    }

    private static String withoutAddress(String text, SshClient client) {
        return TextLines.of(text)
                .each(it -> applies(it.split("#", 2)[0].strip(), client) == Applies.YES ? "#rescuekit# " + it : it)
                .toString();
    }

    // What "csf -x" makes.
    @Override
    public Edits disabling(SystemFiles files) {
        return Edits.of(OFF, FileText.of(""));
    }

    @Override
    public List<Bypass> bypasses(SystemFiles files, SshClient client) {
        return List.of(IptablesFiles.bypass("filter", "INPUT", client));
    }
}
