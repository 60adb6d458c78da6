package io.github.rescuekit.leave;

import io.github.rescuekit.installed.SshdSettings;
import io.github.rescuekit.repair.access.LoginRules;
import io.github.rescuekit.repair.access.LoginWays;
import java.util.List;
import java.util.stream.Stream;

/** Is there an account with a shell that sshd lets in, by key or by password? */
final class AccountsCheck implements LeaveCheck {

    private static final String OPEN_A_WAY =
            "open what is closed above: 'rescuekit repair ssh-key' adds your key, 'rescuekit repair root-password' sets a"
                    + " password, 'rescuekit repair sshd-config' (--remedy root-by-key or root-by-password) changes rules of"
                    + " sshd, 'rescuekit repair cloud-init-root' opens keys that cloud-init closed, 'rescuekit repair"
                    + " root-shell' gives root a shell, 'rescuekit repair pam-faillock' opens what PAM closed";
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
        LoginWays ways = LoginWays.find(settings, view.system());
        List<String> rules = new LoginRules(settings, view.files()).doubts();
        List<String> sources = ways.admins().isEmpty() ? LoginWays.otherSources(settings, view.system()) : List.of();
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
                ? LeaveVerdict.failed(id(), "nobody can log in over SSH", evidence, OPEN_A_WAY)
                : LeaveVerdict.suspect(id(), "nobody can log in who can become root", evidence, OPEN_A_WAY);
    }

    private static String inShort(List<String> ways) {
        return ways.size() <= 2
                ? String.join(", ", ways)
                : ways.get(0) + ", " + ways.get(1) + " and " + (ways.size() - 2) + " more ways";
    }
}
