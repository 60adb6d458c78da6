package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.TestTree;

/** Adds to a distribution's tree what makes a cPanel server of it; keys, places and lines as cPanel documents them. */
final class CpanelTree {

    static final String MARKERS =
            "/usr/tmpDSK /tmp ext3 defaults,noauto 0 0\n/tmp /var/tmp ext3 defaults,bind,noauto 0 0\n";
    static final String JAILSHELL = "/usr/local/cpanel/bin/jailshell";
    static final String NOSHELL = "/usr/local/cpanel/bin/noshell";

    private CpanelTree() {}

    /** Two accounts with the jailed shell, one without a shell, one with bash; the loop-mounted /tmp. */
    static TestTree on(TestTree tree) {
        tree.file("/usr/local/cpanel/version", "11.126.0.21\n")
                .file(
                        "/var/cpanel/cpanel.config",
                        "access_log=/usr/local/cpanel/logs/access_log\njaildefaultshell=1\njailapache=0\n")
                .file("/etc/passwd", """
                        root:x:0:0:root:/root:/bin/bash
                        nobody:x:99:99::/:/sbin/nologin
                        """)
                .file("/etc/shells", "/bin/sh\n/bin/bash\n" + JAILSHELL + "\n" + NOSHELL + "\n")
                .program("/usr/bin/bash", "stand-in")
                .program("/usr/local/cpanel/scripts/securetmp", "stand-in")
                .file("/usr/tmpDSK", "")
                .directory("/var/cpanel/version")
                .directory("/tmp")
                .mode("/tmp", 0_1777)
                .directory("/var/tmp")
                .mode("/var/tmp", 0_1777);
        account(tree, "shopone", JAILSHELL);
        account(tree, "blogtwo", JAILSHELL);
        account(tree, "parked", NOSHELL);
        account(tree, "devacct", "/bin/bash");
        return append(tree, "/etc/fstab", MARKERS);
    }

    /** An account with a home, a line in passwd and a file of cPanel's. */
    static TestTree account(TestTree tree, String name, String shell) {
        tree.file("/var/cpanel/users/" + name, "USER=" + name + "\n");
        return append(tree, "/etc/passwd", name + ":x:1001:1001::/home/" + name + ":" + shell + "\n");
    }

    static TestTree append(TestTree tree, String path, String text) {
        return tree.file(path, tree.text(path).map(it -> it.text()).orElse("") + text);
    }
}
