package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InitSystem;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.firewall.Firewall.Bypass;
import io.github.rescuekit.repair.firewall.SshClient;
import java.util.ArrayList;
import java.util.List;

/**
 * A script that opens running firewalls for one address each minute, and after some hours of running takes everything away,
 * itself included. It counts minutes rather than compare times: the clock of a server that just started may be wrong.
 */
final class FirewallBypass {

    private static final String SCRIPT = "/usr/local/sbin/rescuekit-bypass";
    private static final String SERVICE = "/etc/systemd/system/rescuekit-bypass.service";
    private static final String TIMER = "/etc/systemd/system/rescuekit-bypass.timer";
    private static final String WANTED = "/etc/systemd/system/timers.target.wants/rescuekit-bypass.timer";
    private static final String CRON = "/etc/cron.d/rescuekit-bypass";
    private static final FileMode PROGRAM = new FileMode(0_755);
    private static final FileMode PLAIN = new FileMode(0_644);
    private static final int MINUTES = 60;

    private static final String AFTER =
            "nftables.service netfilter-persistent.service iptables.service ip6tables.service"
                    + " ufw.service firewalld.service csf.service";

    private final InstalledSystem system;
    private final SshClient client;
    private final int hours;

    FirewallBypass(InstalledSystem system, SshClient client, int hours) {
        this.system = system;
        this.client = client;
        this.hours = hours;
    }

    /** True when one waits in the installed system for its start. */
    static boolean isSet(SystemFiles files) {
        return files.exists(SCRIPT)
                && (files.exists(CRON) || files.findWithoutFollowing(WANTED).isPresent());
    }

    static String words(int hours) {
        return hours == 1 ? "1 hour" : hours + " hours";
    }

    List<Step> steps(List<Bypass> bypasses) {
        SystemFiles files = system.files();
        List<Step> steps = new ArrayList<>(NewFile.steps(files, SCRIPT, FileText.of(script(bypasses)), PROGRAM));
        if (system.init() == InitSystem.SYSTEMD) {
            steps.addAll(NewFile.steps(files, SERVICE, FileText.of(service()), PLAIN));
            steps.addAll(NewFile.steps(files, TIMER, FileText.of(timer()), PLAIN));
            steps.addAll(NewFile.directories(files, WANTED.substring(0, WANTED.lastIndexOf('/'))));
            steps.add(new Step.CreateLink(WANTED, TIMER));
        } else if (files.exists("/etc/cron.d")) {
            steps.addAll(NewFile.steps(files, CRON, FileText.of("* * * * * root " + SCRIPT + "\n"), PLAIN));
        } else {
            throw RescueException.refused(
                    "remedy-does-not-fit",
                    "this system has neither systemd nor /etc/cron.d to run something each minute",
                    "choose --remedy allow-address or --remedy disable");
        }
        return steps;
    }

    private String script(List<Bypass> bypasses) {
        List<String> lines = new ArrayList<>(List.of(
                "#!/bin/sh",
                "# Made by Rescuekit. Lets " + client + " in for " + words(hours) + " of running, then removes itself.",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                "state=/var/lib/rescuekit-bypass",
                "left=$(cat \"$state\" 2>/dev/null || echo " + hours * MINUTES + ")",
                "if [ \"$left\" -gt 0 ]; then",
                "    echo $((left - 1)) >\"$state\""));
        bypasses.forEach(it -> lines.add("    " + it.open()));
        lines.addAll(List.of("else"));
        bypasses.forEach(it -> lines.add("    " + it.close()));
        if (system.init() == InitSystem.SYSTEMD) {
            lines.add("    rm -f " + WANTED + " " + TIMER + " " + SERVICE);
            lines.add("    systemctl daemon-reload");
            lines.add("    systemctl --no-block stop rescuekit-bypass.timer");
        } else {
            lines.add("    rm -f " + CRON);
        }
        lines.addAll(List.of("    rm -f \"$state\" " + SCRIPT, "fi", ""));
        return String.join("\n", lines);
    }

    private String service() {
        return "[Unit]\nDescription=Lets " + client + " in for " + words(hours) + " (made by Rescuekit)\nAfter=" + AFTER
                + "\n\n[Service]\nType=oneshot\nExecStart=" + SCRIPT + "\n";
    }

    private static String timer() {
        return """
                [Unit]
                Description=Each minute of the bypass that Rescuekit made

                [Timer]
                OnActiveSec=5s
                OnUnitInactiveSec=1min
                AccuracySec=1s

                [Install]
                WantedBy=timers.target
                """;
    }
}
