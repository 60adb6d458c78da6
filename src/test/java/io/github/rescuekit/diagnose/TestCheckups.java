package io.github.rescuekit.diagnose;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Progress;
import java.util.List;
import java.util.function.Function;

/** Checkups whose one check answers as a test wants. */
public final class TestCheckups {

    private TestCheckups() {}

    /** With the results of {@link #damaged} and the like, for every device. */
    public static Checkup answering(Function<String, CheckResult> answer) {
        return new Checkup(List.of(new Check() {

            @Override
            public String id() {
                return "a-check";
            }

            @Override
            public boolean applies(Machine machine, BlockDevice device) {
                return true;
            }

            @Override
            public CheckResult run(Machine machine, BlockDevice device, Progress progress) {
                return answer.apply(device.path());
            }
        }));
    }

    public static CheckResult healthy(String device) {
        return CheckResult.healthy("ext", device, "clean", List.of());
    }

    public static CheckResult notReplayed(String device) {
        return CheckResult.unknown("ext", device, "the journal is not replayed", List.of(), "replay it");
    }

    public static CheckResult damaged(String device) {
        return CheckResult.failed("ext", device, "it has errors", List.of("errors"), "repair it");
    }

    public static CheckResult failingDisk(String device) {
        return CheckResult.failed(SmartCheck.ID, device, "the disk says that it fails", List.of("FAILING_NOW"), "save");
    }
}
