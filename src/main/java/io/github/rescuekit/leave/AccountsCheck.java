package io.github.rescuekit.leave;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SshdSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Is there an account with a shell that sshd lets in, by key or by password? */
final class AccountsCheck implements LeaveCheck {

    private static final String ADD_KEY =
            "add your key to /root/.ssh/authorized_keys of the system: rescuekit mount --write, or a chroot";
    private static final String READ = "read " + SshdSettings.FILE + "; 'sshd -T' in a chroot shows what counts";

    @Override
    public String id() {
        return "accounts";
    }

    @Override
    public boolean applies(SystemView view) {
        return view.files().exists("/usr/sbin/sshd");
    }

    @Override
    public LeaveVerdict judge(SystemView view) {
        SshdSettings settings = SshdSettings.of(view.files());
        LoginWays ways = LoginWays.find(settings, view);
        List<String> rules = new LoginRules(settings).doubts();
        List<String> sources = ways.admins().isEmpty() ? otherSources(settings, view) : List.of();
        List<String> evidence = Stream.of(rules, sources, ways.admins(), ways.others(), ways.closed())
                .flatMap(List::stream)
                .toList();
        if (!rules.isEmpty() || !sources.isEmpty()) {
            return LeaveVerdict.unknown(id(), "it cannot be told whether anybody can log in", evidence, READ);
        }
        if (!ways.admins().isEmpty()) {
            return LeaveVerdict.healthy(id(), inShort(ways.admins()), evidence);
        }
        return ways.others().isEmpty()
                ? LeaveVerdict.failed(id(), "nobody can log in over SSH", evidence, ADD_KEY)
                : LeaveVerdict.suspect(id(), "nobody can log in who can become root", evidence, ADD_KEY);
    }

    // What may let somebody in though no file of the system does.
    private static List<String> otherSources(SshdSettings settings, SystemView view) {
        List<String> sources = new ArrayList<>();
        if (settings.sets("authorizedkeyscommand")) {
            sources.add("keys come from a program: " + String.join(" ", settings.words("authorizedkeyscommand")));
        }
        if (settings.hasMatches()) {
            sources.add("a Match block sets other rules for some users or addresses");
        }
        view.files().text("/etc/nsswitch.conf").map(FileText::text).stream()
                .flatMap(String::lines)
                .filter(it -> it.matches("passwd:.*\\b(sss|ldap|winbind|nis)\\b.*"))
                .forEach(it -> sources.add("accounts also come over the network: " + it));
        return sources;
    }

    private static String inShort(List<String> ways) {
        return ways.size() <= 2
                ? String.join(", ", ways)
                : ways.get(0) + ", " + ways.get(1) + " and " + (ways.size() - 2) + " more ways";
    }
}
