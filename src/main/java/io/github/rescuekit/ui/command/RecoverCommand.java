package io.github.rescuekit.ui.command;

import io.github.rescuekit.diagnose.InstalledSystemSearch;
import io.github.rescuekit.installed.Architectures;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.recovery.Policy;
import io.github.rescuekit.recovery.PolicyFile;
import io.github.rescuekit.recovery.Recovered;
import io.github.rescuekit.recovery.Recovery;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.JsonDocument;
import io.github.rescuekit.report.RecoveryReport;
import io.github.rescuekit.session.ReportFile;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code recover}: the whole rescue, unattended, within a policy. */
@Command(
        name = "recover",
        description = {
            "The whole rescue without a question, within what a policy allows:",
            "find the system, check its disks, diagnose, repair, verify, leave."
        },
        footer = {
            "",
            "A policy is a file of lines KEY = VALUE; # begins a comment. What it does not",
            "allow is not done. This one cures the freeze of a backup and boots again:",
            "",
            "  system = only                 # or a device, UUID, hostname, machine-id",
            "  open   = no                   # arrays, LVM, LUKS: no, yes or degraded",
            "  key    = /dev/sda3 /run/key   # key file of an encrypted device",
            "  check  = yes                  # disks and filesystems first; yes or no",
            "  test   = no                   # load memory, CPU, disks first: no, or 10m each",
            "  fsck   = preen                # mend what loses nothing; never or preen",
            "  repair = guest-agent-freeze   # RECIPE [REMEDY] [accounts=NAME,NAME...]",
            "  repair = cpanel-secure-tmp    # [NAME=VALUE...]; a line for each; see 'repair --list'",
            "  secret = RECIPE /run/secret   # file with the secret of a recipe that asks for one",
            "  report = /root/rescue.json    # the JSON report, in the rescue system",
            "  leave  = stay                 # stay or reboot",
            "",
            "Without a line: system = only, open = no, check = yes, test = no, fsck = never, no repair, no",
            "report, leave = stay. A line that is not understood is an error; nothing is done.",
            "It reboots only when nothing is left that a person should look at.",
            "",
            "Examples:",
            "  rescuekit recover --policy /root/policy --plan     what would be done",
            "  rescuekit recover --policy /root/policy",
            "",
            "Exit code 0: healthy, or recovered and verified; 3: something is left, or only",
            "planned; 4: refused; 7: a repair failed and was taken back; 9: name the system."
        })
public final class RecoverCommand extends Verb {

    private static final int LONGEST_POLICY = 64 * 1024;
    private static final Duration LONGEST_CHECK = Duration.ofDays(7);

    @Option(names = "--policy", paramLabel = "FILE", description = "What may be done.")
    private @Nullable Path policy;

    @Option(names = "--plan", description = "Only look, and print what would be done.")
    private boolean planOnly;

    RecoverCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return planOnly ? Level.LOOK : Level.REPAIR;
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public Answer run() {
        Path file = Optional.ofNullable(policy)
                .orElseThrow(() -> RescueException.usage(
                        "it is not said what may be done",
                        "name a policy: --policy FILE; 'rescuekit recover --help' shows one"));
        Policy allowed = PolicyFile.parse(file.toString(), text(file), toolkit().recipes());
        Optional<Path> reportFile = allowed.report().map(Path::of);
        reportFile.ifPresent(ReportFile::requireWritable);
        Recovery recovery = recovery();
        Recovered recovered = planOnly ? recovery.plan(allowed) : recovery.run(allowed);
        Answer answer = new RecoveryReport(recovered).answer(style());
        reportFile.ifPresent(it -> ReportFile.write(
                it, new JsonDocument(toolkit().version(), "recover").of(answer, level().word()) + "\n"));
        recovery.rebootAfter(recovered);
        return answer;
    }

    private Recovery recovery() {
        return new Recovery(
                new Recovery.Parts(
                        toolkit().machine(),
                        toolkit().layers(),
                        new InstalledSystemSearch(toolkit().mounter(), Architectures.ofThisMachine()),
                        () -> toolkit().health().checkup(LONGEST_CHECK),
                        (machine, disks, each, progress) ->
                                toolkit().health().trials().everything(machine, disks, each, progress),
                        toolkit().health()::fsck,
                        toolkit().targets(),
                        toolkit().recipes(),
                        toolkit().departure()),
                new Recovery.Listener(
                        stage -> operator().err().println(stage + " ..."), DeviceProgress.to(operator())));
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LONGEST_POLICY) {
                throw RescueException.usage(file + " is too long for a policy", "name the file of a policy");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw RescueException.usage("there is no file " + file, "name the file of a policy")
                    .causedBy(e);
        } catch (IOException e) {
            throw RescueException.usage(
                            "the policy " + file + " cannot be read: " + e.getMessage(),
                            "name a text file; 'rescuekit recover --help' shows one")
                    .causedBy(e);
        }
    }
}
