package io.github.rescuekit.repair.firewall;

import io.github.rescuekit.installed.IniLines;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.IpAddress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * fail2ban sets the bans of its database again when it starts. The database is SQLite's, which nothing here reads; but an
 * address that stands nowhere in its bytes is not banned.
 */
final class Fail2ban implements Firewall {

    private static final String USUAL = "/var/lib/fail2ban/fail2ban.sqlite3";
    private static final List<String> SETTINGS = List.of("/etc/fail2ban/fail2ban.local", "/etc/fail2ban/fail2ban.conf");
    private static final Bytes LARGEST = Bytes.mib(64);

    @Override
    public String name() {
        return "fail2ban";
    }

    @Override
    public List<String> services() {
        return List.of("fail2ban");
    }

    @Override
    public Ruling ruling(SystemFiles files, SshClient client) {
        String database = SETTINGS.stream()
                .flatMap(it -> files.text(it).stream())
                .flatMap(it -> Stream.of("DEFAULT", "Definition")
                        .flatMap(group -> new IniLines(it).value(group, "dbfile").stream()))
                .findFirst()
                .orElse(USUAL);
        // "None" and ":memory:" keep nothing.
        if (!database.startsWith("/") || !files.exists(database)) {
            return Ruling.of(Verdict.HEALTHY, "it keeps no bans: no " + database);
        }
        return Stream.of(database, database + "-wal")
                .flatMap(it -> ruling(files, it, client.address()).stream())
                .findFirst()
                .orElseGet(() -> Ruling.of(Verdict.HEALTHY, database + " does not have the address"));
    }

    private static Optional<Ruling> ruling(SystemFiles files, String path, Optional<IpAddress> address) {
        Optional<Bytes> size = files.find(path).map(it -> it.size());
        if (size.filter(it -> it.isMoreThan(LARGEST)).isPresent()) {
            return Optional.of(Ruling.of(Verdict.UNKNOWN, path + " is larger than " + LARGEST));
        }
        if (address.isEmpty() && size.isPresent()) {
            return Optional.of(Ruling.of(Verdict.UNKNOWN, path + ": nobody knows which address to look for"));
        }
        return size.flatMap(it -> files.head(path, (int) it.count()))
                .map(it -> new String(it, StandardCharsets.ISO_8859_1))
                .filter(it -> it.contains(address.orElseThrow().toString()))
                .map(it -> Ruling.of(
                        Verdict.UNKNOWN,
                        path + " has the address, of a ban that may have ended; 'sqlite3 " + path
                                + " \"select * from bips\"' tells"));
    }

    @Override
    public Edits allowing(SystemFiles files, SshClient client) {
        throw RescueException.refused(
                "no-place-for-a-rule", "fail2ban is no firewall of rules", "choose --remedy disable");
    }
}
