package io.github.rescuekit.repair.firewall;

import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.IniLines;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.IpAddress;
import io.github.rescuekit.model.IpRange;
import io.github.rescuekit.model.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** fail2ban sets the bans of its database again when it starts, but for addresses that it is to ignore. */
final class Fail2ban implements Firewall {

    private static final String USUAL = "/var/lib/fail2ban/fail2ban.sqlite3";
    private static final List<String> SETTINGS = List.of("/etc/fail2ban/fail2ban.local", "/etc/fail2ban/fail2ban.conf");
    // jail.conf(5): in this order, and the last one counts; ours is the last of the last.
    private static final String OWN = "/etc/fail2ban/jail.d/zz-rescuekit.local";
    private static final List<String> JAILS = List.of(
            "/etc/fail2ban/jail.conf",
            "/etc/fail2ban/jail.d/*.conf",
            "/etc/fail2ban/jail.local",
            "/etc/fail2ban/jail.d/*.local",
            OWN);
    private static final String IGNORED = "ignoreip";
    private static final Bytes LARGEST = Bytes.mib(64);
    // A jail closes the ports of its service; recidive closes all.
    private static final Pattern CLOSES_SSH = Pattern.compile(".*(ssh|dropbear|recidive).*");

    private final Databases databases;

    Fail2ban(Databases databases) {
        this.databases = databases;
    }

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
        String database = database(files);
        // "None" and ":memory:" keep nothing.
        if (!database.startsWith("/") || !files.exists(database)) {
            return Ruling.of(Verdict.HEALTHY, "it keeps no bans: no " + database);
        }
        if (client.address().isEmpty()) {
            return Ruling.of(Verdict.UNKNOWN, database + ": nobody knows which address to look for");
        }
        IpAddress address = client.address().orElseThrow();
        // An address that stands nowhere in the bytes is in no row either, and no program is needed to tell.
        return isNowhere(files, database, address)
                ? Ruling.of(Verdict.HEALTHY, database + " does not have the address")
                : ruling(files, database, address);
    }

    private static String database(SystemFiles files) {
        return SETTINGS.stream()
                .flatMap(it -> files.text(it).stream())
                .flatMap(it -> Stream.of("DEFAULT", "Definition")
                        .flatMap(group -> new IniLines(it).value(group, "dbfile").stream()))
                .findFirst()
                .orElse(USUAL);
    }

    private static boolean isNowhere(SystemFiles files, String database, IpAddress address) {
        return Stream.of(database, database + "-wal", database + "-journal").noneMatch(path -> {
            Optional<Bytes> size = files.find(path).map(SystemFile::size);
            return size.filter(it -> it.isMoreThan(LARGEST)).isPresent()
                    || size.flatMap(it -> files.head(path, (int) it.count()))
                            .map(it -> new String(it, StandardCharsets.ISO_8859_1))
                            .filter(it -> it.contains(address.toString()))
                            .isPresent();
        });
    }

    private Ruling ruling(SystemFiles files, String database, IpAddress address) {
        Databases.Answer bans = bans(files, database, address);
        if (bans.whyUnknown().isPresent()) {
            return Ruling.of(
                    Verdict.UNKNOWN,
                    database + " has the address, of a ban that may have ended: "
                            + bans.whyUnknown().orElseThrow());
        }
        List<Map<String, String>> counting = bans.rows().stream()
                .filter(it -> !isIgnored(files, jail(it), address))
                .toList();
        List<Map<String, String>> closing = counting.stream()
                .filter(it -> CLOSES_SSH.matcher(jail(it)).matches())
                .toList();
        if (!closing.isEmpty()) {
            return Ruling.of(
                    Verdict.FAILED,
                    closing.stream().map(it -> words(database, it)).toArray(String[]::new));
        }
        return counting.isEmpty()
                ? Ruling.of(Verdict.HEALTHY, database + " has no ban of the address that counts")
                : Ruling.of(
                        Verdict.UNKNOWN,
                        words(database, counting.get(0)) + "; which ports that closes, its action tells");
    }

    // The address is made of digits, letters, dots and colons; no word of the system is in the query.
    private Databases.Answer bans(SystemFiles files, String database, IpAddress address) {
        return databases.ask(
                files,
                database,
                "select jail, case when bantime < 0 then 'for ever'"
                        + " else 'until ' || datetime(timeofban + bantime, 'unixepoch') || ' UTC' end as period"
                        + " from bips where ip = '" + address + "'"
                        + " and (bantime < 0 or timeofban + bantime > cast(strftime('%s', 'now') as integer))"
                        + " order by jail");
    }

    private static String jail(Map<String, String> ban) {
        return ban.getOrDefault("jail", "");
    }

    private static String words(String database, Map<String, String> ban) {
        return database + ": banned in the jail " + jail(ban) + " " + ban.getOrDefault("period", "");
    }

    private static boolean isIgnored(SystemFiles files, String jail, IpAddress address) {
        return ignored(files, jail).stream()
                .flatMap(it -> IpRange.parse(it).stream())
                .anyMatch(it -> it.contains(address));
    }

    /** What a jail never bans, as it is written. */
    private static List<String> ignored(SystemFiles files, String jail) {
        return value(files, jail)
                .or(() -> value(files, "DEFAULT"))
                .map(it -> List.of(it.strip().split("[\\s,]+")))
                .orElse(List.of());
    }

    private static Optional<String> value(SystemFiles files, String group) {
        return JAILS.stream()
                .flatMap(it -> it.contains("*") ? files.glob(it).stream().map(SystemFile::path) : Stream.of(it))
                .flatMap(it -> files.text(it).stream())
                .flatMap(it -> new IniLines(it).value(group, IGNORED).stream())
                .reduce((first, last) -> last);
    }

    @Override
    public Edits allowing(SystemFiles files, SshClient client) {
        IpAddress address = client.address().orElseThrow();
        IniLines own = new IniLines(files.text(OWN).orElse(FileText.of("")));
        for (Map<String, String> ban : bans(files, database(files), address).rows()) {
            if (!isIgnored(files, jail(ban), address)) {
                List<String> ignored = ignored(files, jail(ban));
                own = own.with(jail(ban), IGNORED, (String.join(" ", ignored) + " " + address).strip());
            }
        }
        return Edits.of(OWN, own.file());
    }
}
