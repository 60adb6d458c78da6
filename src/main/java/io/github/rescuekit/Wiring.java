package io.github.rescuekit;

import io.github.rescuekit.diagnose.Checkup;
import io.github.rescuekit.diagnose.FoundSystems;
import io.github.rescuekit.diagnose.InstalledSystemSearch;
import io.github.rescuekit.diagnose.panic.MachineRecords;
import io.github.rescuekit.diagnose.raid.RaidLook;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.SystemRunner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.installed.Architectures;
import io.github.rescuekit.installed.ConfinedFiles;
import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.layers.Layers;
import io.github.rescuekit.layers.OpenedLayers;
import io.github.rescuekit.leave.Departure;
import io.github.rescuekit.leave.KexecTools;
import io.github.rescuekit.model.Fstab;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.BtrfsDefault;
import io.github.rescuekit.mount.Chroot;
import io.github.rescuekit.mount.DiskGuard;
import io.github.rescuekit.mount.FstabMounter;
import io.github.rescuekit.mount.JournalReplay;
import io.github.rescuekit.mount.Leftovers;
import io.github.rescuekit.mount.MountRecords;
import io.github.rescuekit.mount.RehearsalSpace;
import io.github.rescuekit.mount.SystemMounter;
import io.github.rescuekit.probe.ArrayProbe;
import io.github.rescuekit.probe.AskedOnce;
import io.github.rescuekit.probe.BusDevices;
import io.github.rescuekit.probe.ErrorCounterProbe;
import io.github.rescuekit.probe.HostProbe;
import io.github.rescuekit.probe.InventoryProbe;
import io.github.rescuekit.probe.MachineProbe;
import io.github.rescuekit.probe.Memory;
import io.github.rescuekit.probe.MountTable;
import io.github.rescuekit.probe.NetworkProbe;
import io.github.rescuekit.probe.SerialConsoleProbe;
import io.github.rescuekit.probe.TemperatureProbe;
import io.github.rescuekit.repair.CopiedDatabases;
import io.github.rescuekit.repair.FileAttributes;
import io.github.rescuekit.repair.OwnRecipeTexts;
import io.github.rescuekit.repair.ProtectingFlags;
import io.github.rescuekit.repair.TargetAccess;
import io.github.rescuekit.repair.boot.RootSubvolumeLook;
import io.github.rescuekit.repair.firewall.RuleCheck;
import io.github.rescuekit.repair.fsck.Fsck;
import io.github.rescuekit.repair.initramfs.InitramfsLook;
import io.github.rescuekit.repair.initramfs.Unpacker;
import io.github.rescuekit.repair.raid.DiskReplacement;
import io.github.rescuekit.repair.recipes.Recipes;
import io.github.rescuekit.repair.recipes.Surroundings;
import io.github.rescuekit.session.DiskLock;
import io.github.rescuekit.session.DiskLocks;
import io.github.rescuekit.session.Jobs;
import io.github.rescuekit.session.LogSetup;
import io.github.rescuekit.session.SessionLog;
import io.github.rescuekit.trial.Instruments;
import io.github.rescuekit.trial.Trials;
import io.github.rescuekit.ui.Health;
import io.github.rescuekit.ui.StandardStream;
import io.github.rescuekit.ui.Toolkit;
import io.github.rescuekit.ui.cli.ScriptOperator;
import io.github.rescuekit.ui.console.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Builds the parts and hands them to each other; the only place that knows them all. */
final class Wiring {

    // Before a repair the whole filesystem is looked at, however long that takes.
    private static final Duration LONGEST_CHECK = Duration.ofDays(7);
    // A rebuild takes hours.
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Path RUN = Path.of("/run/rescuekit");
    /** Before the number of a job, on the command line of the process that does it. */
    static final String JOB = "--job";

    private static final int DEFAULT_COLUMNS = 80;
    // "24 80", as stty prints rows and columns; 0 columns means that nobody knows.
    private static final Pattern SIZE = Pattern.compile("\\d{1,4} ([1-9]\\d{0,3})\\s*");
    // "Uid:	0	0	0	0": the second is the effective one.
    private static final Pattern EFFECTIVE_ROOT = Pattern.compile("Uid:\\s+\\d+\\s+0\\s.*");

    private final SystemRunner runner = new SystemRunner(Tools.OF_THIS_SYSTEM);
    private final DiskLocks locks =
            new DiskLocks(runner, DiskLocks.defaultDirectory(System.getenv()), DiskLocks.whoIsThere(System.getenv()));

    private final Chroot chroot = new Chroot(runner, runner, Wiring::foreignArchitecture);

    private final InitramfsLook initramfs = new InitramfsLook(Unpacker.with(runner), new BusDevices()::of);

    private final int words;

    /** @param words of the operator, the last ones of this process's command line */
    Wiring(int words) {
        this.words = words;
        System.setProperty("java.util.logging.config.class", LogSetup.class.getName());
    }

    Toolkit toolkit() {
        MachineProbe probe = new MachineProbe(runner, Tools.OF_THIS_SYSTEM);
        FstabMounter mounter = mounter();
        TargetAccess targets = targets(mounter);
        Layers layers = new Layers(runner, Tools.OF_THIS_SYSTEM, probe::look, OpenedLayers.of(System.getenv()));
        return new Toolkit(
                version(),
                Wiring::isRoot,
                Wiring::logBug,
                () -> new HostProbe().look(),
                () -> new InventoryProbe().look(),
                probe::look,
                mounter,
                chroot,
                health(probe::look, mounter),
                targets,
                Recipes.every(surroundings(), OwnRecipeTexts.in(OwnRecipeTexts.directory(System.getenv()))),
                new Departure(new Departure.Parts(
                        probe::look,
                        mounter,
                        targets,
                        locks,
                        SessionLog.OF_THIS_RESCUE,
                        jobs(),
                        Leftovers::find,
                        layers::close,
                        initramfs,
                        this::reboot,
                        new KexecTools(runner, Tools.OF_THIS_SYSTEM))),
                jobs(),
                layers,
                DiskLocks.whoIsThere(System.getenv()));
    }

    private Surroundings surroundings() {
        return new Surroundings(
                Memory::total,
                () -> DiskLocks.loggedInFrom(System.getenv()),
                new RuleCheck(runner, Tools.OF_THIS_SYSTEM)::complaint,
                new AskedOnce<>(() -> new NetworkProbe(runner, Tools.OF_THIS_SYSTEM).look()),
                () -> LocalDate.now(ZoneOffset.UTC),
                initramfs,
                new ProtectingFlags(runner, Tools.OF_THIS_SYSTEM::has)::of,
                new RootSubvolumeLook(new BtrfsDefault(runner))::of,
                new SerialConsoleProbe()::look,
                databases());
    }

    private Databases databases() {
        return new CopiedDatabases(runner, Tools.OF_THIS_SYSTEM::has);
    }

    Jobs jobs() {
        return new Jobs(Jobs.defaultDirectory(System.getenv()), runner, this::job);
    }

    // The same program with the same options of its runtime; only the operator's words are others.
    private Command job(int number) {
        List<String> line = ownCommandLine();
        List<String> arguments = new ArrayList<>(line.subList(1, line.size() - words));
        arguments.addAll(List.of(JOB, String.valueOf(number)));
        return Command.of(line.get(0), arguments);
    }

    // Strings that each end with a zero byte: proc_pid_cmdline(5).
    private static List<String> ownCommandLine() {
        try {
            String line = Files.readString(Path.of("/proc/self/cmdline"));
            return List.of(line.split("\0", -1))
                    .subList(0, (int) line.chars().filter(it -> it == 0).count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // systemd's, or that of any init before it: it ends services and unmounts what is left.
    private void reboot() {
        runner.run(Command.of("reboot"));
    }

    private static Optional<String> foreignArchitecture(Path root) {
        String here = Architectures.ofThisMachine();
        return Architectures.find(new ConfinedFiles(root))
                .filter(it -> !Architectures.runs(here, it))
                .map(it -> "they are for " + it + ", this machine is " + here);
    }

    private Health health(Supplier<Machine> look, SystemMounter mounter) {
        Tools tools = Tools.OF_THIS_SYSTEM;
        return new Health(
                limit -> Checkup.within(limit, runner, tools),
                () -> fsck(look, tools),
                () -> trials(tools),
                () -> new MachineRecords(runner, tools).read(),
                databases(),
                new RaidLook(runner)::of,
                () -> replacement(look, mounter, tools));
    }

    private DiskReplacement replacement(Supplier<Machine> look, SystemMounter mounter, Tools tools) {
        InstalledSystemSearch systems = new InstalledSystemSearch(mounter, Architectures.ofThisMachine());
        return new DiskReplacement(new DiskReplacement.Parts(
                runner,
                tools,
                look,
                new RaidLook(runner)::of,
                new ArrayProbe()::look,
                Checkup.within(LONGEST_CHECK, runner, tools),
                machine -> fstabs(systems, machine),
                locks,
                RUN,
                BETWEEN_LOOKS));
    }

    private static List<Fstab> fstabs(InstalledSystemSearch systems, Machine machine) {
        try (FoundSystems found = systems.find(machine)) {
            return found.systems().stream().map(it -> it.system().fstab()).toList();
        }
    }

    private Trials trials(Tools tools) {
        Instruments instruments = new Instruments(
                new ErrorCounterProbe(runner)::look,
                new TemperatureProbe()::look,
                Memory::total,
                Memory::available,
                () -> new HostProbe().look().threads());
        return new Trials(runner, tools, instruments);
    }

    private Fsck fsck(Supplier<Machine> look, Tools tools) {
        return new Fsck(new Fsck.Parts(
                runner,
                tools,
                look,
                Checkup.within(LONGEST_CHECK, runner, tools),
                new JournalReplay(runner, runner)::replay,
                device -> RehearsalSpace.of(device, runner, runner),
                locks));
    }

    private FstabMounter mounter() {
        return new FstabMounter(
                Tools.OF_THIS_SYSTEM,
                runner,
                runner,
                MountRecords.of(System.getenv()),
                (disks, verb) -> hold(locks.lock(disks, verb)));
    }

    private TargetAccess targets(SystemMounter mounter) {
        FileAttributes attributes = new FileAttributes(runner, Tools.OF_THIS_SYSTEM::has);
        return new TargetAccess(mounter, locks, attributes, chroot, new BtrfsDefault(runner), new MountTable()::now);
    }

    private static DiskGuard.Hold hold(DiskLock lock) {
        return new DiskGuard.Hold() {
            @Override
            public void requireHeld() {
                lock.requireHeld();
            }

            @Override
            public void close() {
                lock.close();
            }
        };
    }

    boolean hasTerminal() {
        return StandardStream.IN.isTerminal() && StandardStream.OUT.isTerminal();
    }

    Console.Settings consoleSettings() {
        return new Console.Settings(
                environment("TERM").orElse(""), terminalCharset(), terminalShowsColour(), RUN.resolve("history"));
    }

    ScriptOperator operator() {
        boolean out = StandardStream.OUT.isTerminal();
        boolean err = StandardStream.ERR.isTerminal();
        boolean controlled = isControlled();
        ScriptOperator.Streams streams = new ScriptOperator.Streams(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                out || err ? terminalCharset() : StandardCharsets.UTF_8,
                err && StandardStream.IN.isTerminal(),
                out && terminalShowsColour(),
                err,
                () -> controlled && !isControlled());
        return new ScriptOperator(streams, this::columns);
    }

    // A process whose line is lost has no controlling terminal any more, and cannot open it: tty(4).
    private static boolean isControlled() {
        try {
            new FileInputStream("/dev/tty").close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    // In a Latin-1 terminal the bytes of UTF-8 text can be control characters.
    private static Charset terminalCharset() {
        String name = System.getProperty("native.encoding", "UTF-8");
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.US_ASCII;
    }

    private static boolean terminalShowsColour() {
        return environment("NO_COLOR").isEmpty()
                && environment("TERM").filter(term -> !term.equals("dumb")).isPresent();
    }

    private int columns() {
        return environment("COLUMNS")
                .filter(it -> it.matches("[1-9]\\d{0,3}"))
                .map(Integer::valueOf)
                .orElseGet(this::columnsOfTerminal);
    }

    private int columnsOfTerminal() {
        return StandardStream.OUT
                .terminal()
                .or(StandardStream.ERR::terminal)
                .flatMap(this::columnsOf)
                .orElse(DEFAULT_COLUMNS);
    }

    private Optional<Integer> columnsOf(Path terminal) {
        try {
            String size = runner.run(Command.of("stty", "-F", terminal.toString(), "size"))
                    .out();
            return SIZE.matcher(size).results().findFirst().map(it -> Integer.valueOf(it.group(1)));
        } catch (RescueException e) {
            // No stty, or a terminal of another mount namespace: its width is only a matter of looks.
            return Optional.empty();
        }
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }

    private static boolean isRoot() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .anyMatch(line -> EFFECTIVE_ROOT.matcher(line).matches());
        } catch (IOException e) {
            return false;
        }
    }

    static Optional<Path> logBug(Throwable bug) {
        String title = "BUG in " + version() + " on Java " + Runtime.version();
        return SessionLog.OF_THIS_RESCUE.append(LogSetup.trace(title, bug));
    }

    static String version() {
        String version = Wiring.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
