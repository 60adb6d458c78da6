package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.InstalledSystems;
import io.github.rescuekit.installed.SystemFile.Kind;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.SystemTree;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.installed.TestTree.Node;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.RescueNetwork;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.FileAttributes;
import io.github.rescuekit.repair.OwnRecipeTexts;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.RepairRun;
import io.github.rescuekit.repair.SystemWriter;
import io.github.rescuekit.repair.Undo;
import io.github.rescuekit.repair.initramfs.TestInitramfs;
import io.github.rescuekit.session.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every remedy of every recipe on real files, applied by the engine, verified, and undone to identical bytes. */
class RecipesOnDiskTest {

    // One for each init system and each place of the agent's configuration; the others are tried in memory.
    private static final List<String> DISTRIBUTIONS = List.of("debian-12", "centos-6", "almalinux-9", "alpine-3.19");
    private static final List<Recipe> RECIPES = List.of(
            new GuestAgentFreeze(() -> Bytes.gib(4)), new CpanelJailshell(), new CpanelSecureTmp(() -> Bytes.gib(4)));

    @TestFactory
    Stream<DynamicTest> repairsVerifiesAndUndoes() {
        return DISTRIBUTIONS.stream()
                .flatMap(distribution -> RECIPES.stream()
                        .flatMap(recipe -> recipe.remedies().stream()
                                .filter(remedy -> !remedy.id().equals("tmpfs-tmp") || !isWithoutCpanel(distribution))
                                .map(remedy -> DynamicTest.dynamicTest(
                                        distribution + " " + recipe.id() + " " + remedy.id(),
                                        () -> repairVerifyUndo(
                                                broken(distribution),
                                                recipe,
                                                remedy,
                                                RecipesOnDiskTest::withoutDisks)))));
    }

    /** What a recipe for the start of a server repairs. */
    private record Breakage(String name, Recipe recipe, Consumer<StartingServer> breaks) {}

    private static final List<Breakage> BREAKAGES = List.of(
            new Breakage(
                    "stale UUID of the root in fstab",
                    new FstabMissingDevice(device -> Optional.empty()),
                    it -> it.replace(StartingServer.FSTAB, StartingServer.ROOT, StartingServer.NOWHERE)),
            new Breakage(
                    "stale UUID in fstab",
                    new FstabMissingDevice(device -> Optional.empty()),
                    it -> it.fstabLine("UUID=" + StartingServer.NOWHERE + " /srv ext4 defaults 0 2")),
            new Breakage(
                    "root=/dev/loop0p3",
                    new BootRootArgument(),
                    it -> it.replace("/boot/grub/grub.cfg", "root=UUID=" + StartingServer.ROOT, "root=/dev/loop0p3")),
            new Breakage(
                    "a name in crypttab that the boot does not look for",
                    new CrypttabName(),
                    it -> it.onLuks().replace(StartingServer.CRYPTTAB, "vda2_crypt", "old_crypt")),
            new Breakage(
                    "a UUID in crypttab that no disk has",
                    new CrypttabMissingDevice(device -> Optional.empty()),
                    it -> {
                        it.fstabLine("/dev/mapper/data /srv ext4 defaults 0 2")
                                .crypttab("data UUID=" + StartingServer.NOWHERE + " /etc/keys/data luks");
                        it.disks
                                .partition("/dev/vda5", "crypto_LUKS", StartingServer.LUKS, "")
                                .layer(DeviceKind.CRYPT, "/dev/mapper/data", "ext4", "da7a", "/dev/vda5");
                    }),
            new Breakage(
                    "a UUID in mdadm.conf that is not that of the root",
                    new MdadmConfArray(),
                    it -> MdadmConfArrayTest.onArrays(it)
                            .replace("/etc/mdadm/mdadm.conf", MdadmConfArrayTest.UUID, MdadmConfArrayTest.STALE)),
            new Breakage(
                    "a serial port that the machine does not have",
                    SerialConsoleArgumentTest.on(List.of("ttyS0"), Optional.of("ttyS0")),
                    it -> it.replace("/boot/grub/grub.cfg", "console=ttyS0", "console=ttyS1")),
            new Breakage(
                    "an EFI system partition that is not as its twin",
                    new BootLoader((device, offset, length) -> new byte[length], () -> true),
                    it -> {
                        it.fstabLine("UUID=5E77-E701 /boot/efi2 vfat umask=0077 0 1");
                        it.disks.partition("/dev/vda5", "vfat", "5E77-E701", "");
                        it.tree
                                .file("/boot/efi/EFI/debian/grubx64.efi", "a loader")
                                .file("/boot/efi2/EFI/debian/grubx64.efi", "an older loader");
                    }),
            new Breakage(
                    "no initramfs",
                    new BootPreviousKernel(TestInitramfs.virtual()),
                    StartingServer::withoutNewestInitramfs),
            new Breakage(
                    "no /proc and no /var/log",
                    new MissingDirectory(),
                    it -> it.tree.remove("/proc").remove("/var/log")),
            new Breakage(
                    "closed root",
                    new DirectoryModes(),
                    it -> it.tree.mode("/", 0_700).mode("/tmp", 0_755)),
            new Breakage(
                    "masked target",
                    new BootTarget(),
                    it -> it.tree
                            .file("/usr/lib/systemd/system/multi-user.target", "[Unit]\n")
                            .link("/usr/lib/systemd/system/default.target", "multi-user.target")
                            .link("/etc/systemd/system/default.target", "/dev/null")),
            new Breakage(
                    "masked SSH server",
                    new MaskedUnit(),
                    it -> it.tree.link("/etc/systemd/system/ssh.service", "/dev/null")),
            new Breakage(
                    "nftables without SSH",
                    FirewallLockoutTest.recipe(Optional.of("203.0.113.7")),
                    it -> it.tree
                            .file(
                                    "/etc/nftables.conf",
                                    "table ip f {\n\tchain i {\n\t\ttype filter hook input priority 0;\n\t\ttcp dport 22 drop\n\t}\n}\n")
                            .file(
                                    "/usr/lib/systemd/system/nftables.service",
                                    "[Service]\nExecStart=/usr/sbin/nft -f /etc/nftables.conf\n")
                            .link(
                                    "/etc/systemd/system/sysinit.target.wants/nftables.service",
                                    "/usr/lib/systemd/system/nftables.service")),
            new Breakage(
                    "a gateway that rescue mode does not use",
                    NetworkConfigTest.recipe(),
                    it -> NetworkConfigTest.start(it.tree, "networking")
                            .file(
                                    NetworkConfigTest.INTERFACES,
                                    NetworkConfigTest.GOOD.replace("gateway 192.0.2.1", "gateway 192.0.2.254"))),
            new Breakage(
                    "a policy of SELinux that is not there",
                    new SelinuxRelabel(),
                    it -> it.tree.file("/etc/selinux/config", "SELINUX=enforcing\nSELINUXTYPE=targeted\n")),
            new Breakage(
                    "lock of pacman",
                    new InterruptedPackages(Databases.NONE),
                    it -> it.tree.file("/var/lib/pacman/db.lck", "")),
            new Breakage(
                    "a recipe of the site's own",
                    OwnRecipes.of(List.of(new OwnRecipeTexts.Own("old-agent", """
                                            cures = The old agent hangs the boot.
                                            when = line /etc/agent.conf ^wait
                                            do = replace /etc/agent.conf ^wait
                                            | port = 7
                                            do = create /etc/agent.d/off 0640
                                            | off
                                            do = remove /etc/agent.pid
                                            do = mode /etc/agent.conf 0604
                                            """, "")), List.of())
                            .get(0),
                    it -> it.tree.file("/etc/agent.conf", "wait = 1\n").file("/etc/agent.pid", "7\n")),
            new Breakage(
                    "refused line of sshd_config",
                    new SshdConfiguration(() -> RescueNetwork.UNKNOWN),
                    it -> it.tree
                            .remove("/usr/sbin/sshd")
                            .file("/etc/ssh/sshd_config.d/1.conf", "PermitRootLogin maybe\n")),
            new Breakage(
                    "module of PAM that is missing, and a table that keeps everybody out",
                    new PamLockout(),
                    it -> PamLockoutTest.withPam(it.tree)
                            .file("/etc/pam.d/common-account", "account required pam_access.so\n")
                            .file("/etc/pam.d/common-auth", "auth required pam_gone.so\n")
                            .file("/etc/security/access.conf", "-:ALL:ALL\n")),
            new Breakage("nologin", new StaleNologin(), it -> it.tree.file("/etc/nologin", "maintenance\n")),
            new Breakage(
                    "root without a shell",
                    new RootShell(),
                    it -> it.tree.file("/etc/passwd", "root:x:0:0::/root:/bin/zsh\n")),
            new Breakage(
                    "keys that cloud-init closed",
                    new CloudInitRoot(),
                    it -> it.tree.file(
                            "/root/.ssh/authorized_keys",
                            "command=\"echo 'Please login as the user x';exit\" ssh-ed25519 AAAAkey me\n")),
            new Breakage(
                    "no rule of sudo",
                    new SudoersRules(),
                    it -> it.tree
                            .file("/etc/sudoers", "root ALL=(ALL) ALL\nbob ALL\n")
                            .mode("/etc/sudoers", 0_440)),
            new Breakage(
                    "open host key", new SshHostKeys(), it -> it.tree.mode("/etc/ssh/ssh_host_ed25519_key", 0_644)),
            new Breakage(
                    "preloaded library",
                    new PreloadedLibrary(),
                    it -> it.tree.file("/etc/ld.so.preload", "/usr/lib/libgone.so\n")));

    @TestFactory
    Stream<DynamicTest> letsAServerStartAgainAndUndoesIt() {
        return BREAKAGES.stream()
                .flatMap(broken -> broken.recipe().remedies().stream()
                        .map(remedy -> DynamicTest.dynamicTest(broken.name() + ": " + remedy.id(), () -> {
                            StartingServer server = new StartingServer();
                            assertThat(broken.recipe().diagnose(server.system()))
                                    .isEmpty();
                            broken.breaks().accept(server);
                            assertThat(broken.recipe().diagnose(server.system()))
                                    .isNotEmpty();
                            repairVerifyUndo(server.tree, broken.recipe(), remedy, server::look);
                        })));
    }

    /** What needs more than files: the script that tries it on a real Debian, or in a kernel of its own. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "btrfs-default-subvolume", "uml/subjects/subvolume.sh",
            "fstab-subvolume", "uml/subjects/subvolume.sh",
            "initramfs", "planted/planted-test",
            "disk-space", "repairs/repairs-test",
            "boot-space", "repairs/repairs-test",
            "root-password", "repairs/repairs-test",
            "ssh-key", "repairs/repairs-test",
            "immutable-files", "repairs/repairs-test");

    @Test
    void noRecipeIsLeftOut() {
        Set<String> tried = Stream.of(
                        RECIPES.stream().map(Recipe::id),
                        BREAKAGES.stream().map(it -> it.recipe().id()),
                        ELSEWHERE.keySet().stream())
                .flatMap(ids -> ids)
                .collect(Collectors.toSet());

        assertThat(tried)
                .containsAll(Recipes.every(Surroundings.of(() -> Bytes.gib(4)), List.of())
                        .ids());
    }

    @TestFactory
    Stream<DynamicTest> whatNeedsMoreIsTriedElsewhere() {
        return ELSEWHERE.entrySet().stream()
                .map(it -> DynamicTest.dynamicTest(
                        it.getKey(),
                        () -> assertThat(Path.of("src/test", it.getValue()))
                                .content()
                                .contains(it.getKey())));
    }

    private static InstalledSystem withoutDisks(SystemFiles files) {
        return InstalledSystems.at(files, SystemTree.NO_MACHINE, Optional.empty(), List.of())
                .orElseThrow();
    }

    private static boolean isWithoutCpanel(String distribution) {
        return distribution.startsWith("alpine");
    }

    // Alpine mounts a tmpfs on /tmp, and cPanel does not run there.
    private static TestTree broken(String distribution) {
        TestTree tree = TestTree.of(distribution);
        return isWithoutCpanel(distribution) ? LoopTree.on(tree) : CpanelTree.on(tree);
    }

    private static void repairVerifyUndo(
            TestTree broken, Recipe recipe, Remedy remedy, Function<SystemFiles, InstalledSystem> look) {
        try (SystemTree tree = SystemTree.empty()) {
            write(broken, tree);
            InstalledSystem system = look.apply(tree.files());
            Plan plan = recipe.plan(system, new Choice(Optional.of(remedy.id()), List.of()));
            assertThat(plan.isEmpty()).isEqualTo(recipe.diagnose(system).isEmpty());
            Touched.requireOnlyWhatIsTold(recipe, plan);
            Map<String, String> before = picture(tree.root());

            applyAndUndo(recipe, plan, tree, look);

            assertThat(picture(tree.root())).isEqualTo(before);
        }
    }

    private static void applyAndUndo(
            Recipe recipe, Plan plan, SystemTree tree, Function<SystemFiles, InstalledSystem> look) {
        Journal journal = Journal.below(tree.root().resolve("var/lib"), Clock.systemUTC());
        SystemWriter writer = new SystemWriter(tree.root(), tree.files(), withoutTools());
        RepairRun run = new RepairRun(journal, writer, () -> {}, RepairRun.Listener.SILENT);

        RepairRun.Applied applied = run.apply(
                plan,
                () -> recipe.diagnose(look.apply(tree.files())).stream()
                        .map(finding -> finding.title())
                        .findFirst());
        RepairRun.Applied again = run.apply(plan, Optional::empty);

        assertThat(applied.changed()).isEqualTo(plan.steps());
        assertThat(again.changed()).isEmpty();
        List.of("2", "1").forEach(number -> new Undo(writer).undo(journal.run(number)));
    }

    private static FileAttributes withoutTools() {
        return new FileAttributes(
                command -> {
                    throw new IllegalStateException("a unit test starts nothing: " + command);
                },
                tool -> false);
    }

    private static void write(TestTree from, SystemTree to) {
        new TreeMap<>(from.nodes()).forEach((path, node) -> write(path, node, to));
        to.directory("/var/lib");
    }

    private static void write(String path, Node node, SystemTree to) {
        if (node.kind() == Kind.LINK) {
            to.link(path, node.content());
        } else if (node.kind() == Kind.DIRECTORY) {
            to.directory(path).mode(path, node.mode().bits());
        } else {
            to.bytes(path, node.content().getBytes(StandardCharsets.ISO_8859_1))
                    .mode(path, node.mode().bits());
        }
    }

    /** Everything but the journal: kind, mode, content, and the time of files. */
    private static Map<String, String> picture(Path root) {
        Map<String, String> picture = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            paths.filter(path -> !path.startsWith(root.resolve("var/lib/rescuekit")))
                    .forEach(path -> picture.put(root.relativize(path).toString(), describe(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return picture;
    }

    private static String describe(Path path) {
        try {
            String mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) + " ";
            if (Files.isSymbolicLink(path)) {
                return mode + Files.readSymbolicLink(path);
            }
            return Files.isDirectory(path)
                    ? mode
                    : mode + Files.getLastModifiedTime(path) + Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
