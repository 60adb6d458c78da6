package io.github.rescuekit.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.session.Job;
import io.github.rescuekit.session.Jobs;
import io.github.rescuekit.session.TestJobs;
import io.github.rescuekit.ui.Operator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code leave} on a system in a directory. */
class LeaveCommandTest {

    private static final String INITRD = "/boot/initrd.img-6.1.0-37-amd64";

    @TempDir
    Path directory;

    private OneSystem system;
    private MountedSystem mounted;
    private final SilentOperator operator = new SilentOperator();

    @BeforeEach
    void makeSystem() throws IOException {
        system = new OneSystem(directory);
        system.makeBootable();
        mounted = system.mountedReadOnly();
        system.mounted = Optional.of(mounted);
    }

    @Test
    void judgesUnmountsAndTellsHowToLeave() {
        assertThat(run("leave")).isEqualTo(ExitCode.DONE);
        assertThat(operator.out.toString())
                .contains("Will it boot?", "healthy      kernel: ", "healthy      fstab: ")
                .contains("Unmounted " + system.disk() + " from ", "Nothing is left on the server's disks")
                .contains("rescuekit leave --reboot");
        assertThat(system.open).isZero();
        assertThat(system.reboots).isZero();
    }

    @Test
    void staysWithAVerdictFailed() throws IOException {
        Files.delete(system.at(INITRD));

        assertThat(run("leave", "--reboot", "--yes")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out.toString())
                .contains("FAILED       kernel: ", INITRD + ": there is no such file", "Next: ")
                .contains("With a verdict FAILED nothing was unmounted", "--anyway");
        assertThat(system.open).isOne();
        assertThat(system.reboots).isZero();
    }

    @Test
    void leavesAllTheSameWhenTold() throws IOException {
        Files.delete(system.at(INITRD));

        assertThat(run("leave", "--reboot", "--yes", "--anyway")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(system.open).isZero();
        assertThat(system.reboots).isOne();
    }

    @Test
    void rebootsOnlyWhenToldTo() {
        assertThat(run("leave", "--reboot", "--yes")).isEqualTo(ExitCode.DONE);
        assertThat(system.reboots).isOne();
        assertThat(operator.out.toString()).contains("Rebooting now.");
    }

    @Test
    void rebootsNothingWhenNobodyIsThereToSayYes() {
        assertThat(run("leave", "--reboot")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out.toString()).contains("add --yes to reboot", "Nothing was unmounted");
        assertThat(system.open).isOne();
        assertThat(system.reboots).isZero();
    }

    @Test
    void takesAnswersFromAPerson() {
        assertThat(run(new Person(operator, "no"), "leave", "--reboot")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(system.open).isOne();
        assertThat(system.reboots).isZero();

        assertThat(run(new Person(operator, "yes"), "leave", "--reboot")).isEqualTo(ExitCode.DONE);
        assertThat(system.open).isZero();
        assertThat(system.reboots).isOne();
    }

    @Test
    void startsTheKernelOfTheDefaultEntryWhenAllIsTakenDown() {
        assertThat(run("leave", "--kexec", "--yes")).isEqualTo(ExitCode.DONE);
        assertThat(system.kexecs)
                .containsExactly(
                        "load /boot/vmlinuz-6.1.0-37-amd64 [" + INITRD + "] root=UUID=1-2-3 ro console=ttyS0,115200n8",
                        "start with 0 mounted");
        assertThat(operator.out.toString()).contains("Starting the server's kernel 6.1.0-37-amd64 now.");
        assertThat(system.reboots).isZero();
    }

    @Test
    void startsNoKernelWithAVerdictFailed() throws IOException {
        Files.delete(system.at(INITRD));

        assertThat(run("leave", "--kexec", "--yes")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(system.kexecs).isEmpty();
        assertThat(system.open).isOne();
    }

    @Test
    void startsNoKernelWhoseArgumentsOnlyGrubKnows() throws IOException {
        Path menu = system.at("/boot/grub/grub.cfg");
        Files.writeString(menu, Files.readString(menu).replace(" ro console=", " ro $more console="));

        assertThat(run("leave", "--kexec", "--yes")).isEqualTo(ExitCode.REFUSED);
        assertThat(operator.err.toString()).contains("has $more among the kernel's arguments", "Guard: no-kernel");
        assertThat(system.kexecs).isEmpty();
        assertThat(system.open).isOne();
    }

    @Test
    void forgetsTheKernelWhenSomethingIsInTheWay() {
        system.leftovers = List.of(system.disk() + " is mounted at /backup");

        assertThat(run("leave", "--kexec", "--yes")).isEqualTo(ExitCode.REFUSED);
        assertThat(system.kexecs).hasSize(2).last().isEqualTo("unload");
    }

    @Test
    void forgetsTheKernelWhileAJobRuns() {
        TestJobs.ofNobody(directory.resolve("jobs")).begin(TestJobs.order("test", "memory"));

        assertThat(run("leave", "--kexec", "--yes")).isEqualTo(ExitCode.REFUSED);
        assertThat(system.kexecs).hasSize(2).last().isEqualTo("unload");
    }

    @Test
    void startsNoKernelUnasked() {
        assertThat(run("leave", "--kexec")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.out.toString()).contains("add --yes to start its kernel");
        assertThat(run(new Person(operator, "no"), "leave", "--kexec")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(system.kexecs).isEmpty();
    }

    @Test
    void endsInOneWayOnly() {
        assertThat(run("leave", "--kexec", "--reboot")).isEqualTo(ExitCode.USAGE);
        assertThat(system.open).isOne();
    }

    @Test
    void namesWhoHoldsASystemAndDoesNotReboot() {
        system.holder = Optional.of(RescueException.refused("busy", "/mnt is in use: process 7 (vim)", "end it"));

        assertThat(run("leave", "--reboot", "--yes")).isEqualTo(ExitCode.REFUSED);
        assertThat(operator.out.toString()).contains("In the way: /mnt is in use: process 7 (vim)", "Next: end it");
        assertThat(system.reboots).isZero();
    }

    @Test
    void doesNotLeaveWhileAnotherRescuekitWorksOnTheDisk() throws IOException {
        Path records = Files.createDirectories(directory.resolve("locks"));
        long somebody = ProcessHandle.current().parent().orElseThrow().pid();
        Files.writeString(
                records.resolve(system.disk().replace('/', '!') + ".json"),
                "{\"pid\":" + somebody + ",\"who\":\"root\",\"verb\":\"fsck\",\"since\":\"2026-01-02T03:04:05Z\"}");

        assertThat(run("leave")).isEqualTo(ExitCode.REFUSED);
        assertThat(operator.out.toString()).contains("'rescuekit fsck'", "(process " + somebody + ", root)");
        assertThat(system.open).isOne();
    }

    @Test
    void doesNotRebootWhileAJobRuns() {
        Jobs jobs = TestJobs.ofNobody(directory.resolve("jobs"));
        Job job = jobs.begin(TestJobs.order("test", "memory"));

        assertThat(run("leave", "--reboot", "--yes")).isEqualTo(ExitCode.REFUSED);
        assertThat(operator.err.toString()).contains("job 1 (test memory) still runs", "Guard: job-runs");
        assertThat(system.reboots).isZero();

        job.log().ended(ExitCode.DONE);

        assertThat(run("leave", "--reboot", "--yes")).isEqualTo(ExitCode.DONE);
        assertThat(system.reboots).isOne();
    }

    @Test
    void namesWhatIsLeftAndDoesNotReboot() {
        system.leftovers = List.of(system.disk() + " is mounted at /backup");

        assertThat(run("leave", "--reboot", "--yes")).isEqualTo(ExitCode.REFUSED);
        assertThat(operator.out.toString()).contains("is mounted at /backup").doesNotContain("Nothing is left");
        assertThat(system.reboots).isZero();
    }

    @Test
    void answersWithOneJsonDocument() {
        run("leave", "--json");

        JsonObject result = JsonParser.parseString(operator.out.toString())
                .getAsJsonObject()
                .getAsJsonObject("result");
        assertThat(result.get("state").getAsString()).isEqualTo("left");
        assertThat(result.getAsJsonArray("unmounted")).hasSize(1);
        assertThat(result.getAsJsonArray("boot")
                        .get(0)
                        .getAsJsonObject()
                        .get("verdict")
                        .getAsString())
                .isEqualTo("healthy");
    }

    @Test
    void needsASystem() {
        system.pullOut();

        assertThat(run("leave")).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(operator.err.toString()).contains("no installed system was found");
    }

    private ExitCode run(String... words) {
        return run(operator, words);
    }

    private ExitCode run(Operator someone, String... words) {
        return VerbRunner.here(system.toolkit(), someone).run(List.of(words));
    }
}
