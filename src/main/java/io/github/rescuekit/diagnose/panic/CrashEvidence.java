package io.github.rescuekit.diagnose.panic;

import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what an installed system kept of its last boots. */
public final class CrashEvidence {

    private static final int MOST_BOOTS = 5;
    private static final int MOST_DUMPS = 8;
    private static final int DUMP = 1 << 20;
    private static final int LOGINS = 384 * 2000;
    // systemd-pstore puts each crash into a directory of its own; kdump writes the kernel's log beside the memory.
    private static final List<String> DUMPS = List.of(
            "/var/lib/systemd/pstore/dmesg-*",
            "/var/lib/systemd/pstore/*/dmesg*",
            "/var/lib/systemd/pstore/*/*/dmesg*",
            "/var/crash/*/vmcore-dmesg.txt",
            "/var/crash/*/dmesg.*");
    private static final List<String> ERROR_LOGS = List.of("/var/log/mcelog", "/var/log/rasdaemon.log");

    private final Signatures signatures;
    private final Databases databases;

    public CrashEvidence(Signatures signatures, Databases databases) {
        this.signatures = signatures;
        this.databases = databases;
    }

    /** Everything that lies on the system's disks. */
    public CrashAccount of(SystemFiles files) {
        JournalBoots journal = new JournalBoots(files);
        List<Boot> boots = journal.read();
        RasdaemonErrors errors = new RasdaemonErrors(files, databases);
        return new CrashAccount(
                ends(boots.isEmpty() ? TextLog.boots(files) : boots),
                ends(dumps(files)),
                files.tail("/var/log/wtmp", LOGINS).map(LoginRecords::parse).orElse(List.of()),
                errors.counted()
                        .map(it -> BootEnd.of(it, signatures))
                        .filter(CrashEvidence::showsSomething)
                        .or(() -> errorLog(files)),
                Stream.concat(journal.unknowns().stream(), errors.unknowns().stream())
                        .toList());
    }

    /** The same with what the machine recorded outside its disks. */
    public CrashAccount with(CrashAccount account, MachineRecords.Read records) {
        List<BootEnd> dumps = new ArrayList<>(ends(records.dumps()));
        dumps.addAll(account.dumps());
        List<String> unknowns = new ArrayList<>(account.unknowns());
        unknowns.addAll(records.unknowns());
        Optional<BootEnd> events = records.events().map(it -> BootEnd.of(it, signatures));
        return new CrashAccount(
                account.boots(),
                dumps,
                account.logins(),
                // A controller that has nothing to say does not speak against what the system counted.
                events.filter(CrashEvidence::showsSomething)
                        .or(account::machine)
                        .or(() -> events),
                unknowns);
    }

    private List<BootEnd> ends(List<Boot> boots) {
        return boots.stream()
                .limit(MOST_BOOTS)
                .map(it -> BootEnd.of(it, signatures))
                .toList();
    }

    private static List<Boot> dumps(SystemFiles files) {
        return DUMPS.stream()
                .flatMap(it -> files.glob(it).stream())
                .filter(SystemFile::isRegular)
                .sorted(Comparator.comparing(SystemFile::modified).reversed())
                .limit(MOST_DUMPS)
                .flatMap(it -> dump(files, it.path()).stream())
                .toList();
    }

    private static Optional<Boot> dump(SystemFiles files, String path) {
        return files.tail(path, DUMP)
                .map(bytes -> TextLog.ofTheKernel(path, FileText.decode(bytes).text()));
    }

    // Their lines say by themselves what they are about; no other program writes there.
    private Optional<BootEnd> errorLog(SystemFiles files) {
        return ERROR_LOGS.stream()
                .filter(files::exists)
                .map(path -> new Boot(path, lines(files, path).toList()))
                .map(it -> BootEnd.of(it, signatures))
                .filter(CrashEvidence::showsSomething)
                .findFirst();
    }

    private static boolean showsSomething(BootEnd end) {
        return !end.signs().isEmpty();
    }

    private static Stream<LogLine> lines(SystemFiles files, String path) {
        return files.tail(path, DUMP).stream()
                .flatMap(bytes -> FileText.decode(bytes).text().lines())
                .map(line -> new LogLine("", "mcelog", line));
    }
}
