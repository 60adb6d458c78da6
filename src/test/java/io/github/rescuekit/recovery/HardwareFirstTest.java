package io.github.rescuekit.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.diagnose.InstalledSystemSearch;
import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.diagnose.TreeMounter;
import io.github.rescuekit.installed.SystemTree;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.recovery.Policy.Fsck;
import io.github.rescuekit.recovery.Policy.Leave;
import io.github.rescuekit.recovery.Policy.Open;
import io.github.rescuekit.trial.TrialResult;
import io.github.rescuekit.ui.Toolkit;
import io.github.rescuekit.ui.Toolkits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With {@code test = 1m} the hardware is put under load before anything is written. */
class HardwareFirstTest {

    private static final Policy TESTED = policy(Optional.of(Duration.ofMinutes(1)));

    private final TestDisks disks = new TestDisks();
    private final TreeMounter mounter = new TreeMounter();
    private final List<String> tested = new ArrayList<>();

    @BeforeEach
    void makeServer() {
        disks.disk("/dev/sda").partition("/dev/sda1", "ext4", "1f2e3d4c-0001-4000-8000-000000000001", "");
        mounter.put("/dev/sda1", SystemTree.of("debian-12"));
    }

    @AfterEach
    void close() {
        mounter.close();
    }

    @Test
    void stopsWhenTheHardwareFails() {
        Recovered recovered = recovery(Verdict.FAILED).run(TESTED);

        assertThat(tested).containsExactly("/dev/sda for PT1M");
        assertThat(recovered.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(recovered.stopped().flatMap(RescueException::guard)).contains("failing-hardware");
        assertThat(recovered.found()).isEmpty();
    }

    @Test
    void goesOnWhenItIsHealthy() {
        Recovered recovered = recovery(Verdict.HEALTHY).run(TESTED);

        assertThat(recovered.trials()).hasSize(1);
        assertThat(recovered.found()).isPresent();
    }

    @Test
    void testsNothingThatThePolicyDoesNotName() {
        recovery(Verdict.HEALTHY).run(policy(Optional.empty()));
        recovery(Verdict.HEALTHY).plan(TESTED);

        assertThat(tested).isEmpty();
    }

    private Recovery recovery(Verdict verdict) {
        Toolkit toolkit = Toolkits.on(disks.machine(), mounter);
        Recovery.HardwareTest hardware = (machine, devices, each, progress) -> {
            devices.stream().map(BlockDevice::path).forEach(it -> tested.add(it + " for " + each));
            return List.of(new TrialResult(
                    "memory", "a test", verdict, "a bit flipped", List.of(), List.of(), List.of(), Optional.empty()));
        };
        return new Recovery(
                new Recovery.Parts(
                        disks::machine,
                        Toolkits.layers(disks::machine),
                        new InstalledSystemSearch(mounter, "x86_64"),
                        () -> {
                            throw new AssertionError("checked");
                        },
                        hardware,
                        () -> {
                            throw new AssertionError("repaired");
                        },
                        toolkit.targets(),
                        toolkit.recipes(),
                        toolkit.departure()),
                new Recovery.Listener(stage -> {}, Progress.SILENT));
    }

    private static Policy policy(Optional<Duration> test) {
        return new Policy(
                Optional.empty(),
                Open.NOTHING,
                Map.of(),
                false,
                test,
                Fsck.NEVER,
                List.of(),
                Map.of(),
                Optional.empty(),
                Leave.STAY);
    }
}
