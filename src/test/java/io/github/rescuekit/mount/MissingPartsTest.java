package io.github.rescuekit.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Fstab;
import io.github.rescuekit.model.Fstab.Malformed;
import io.github.rescuekit.model.LayerNames;
import io.github.rescuekit.mount.FstabVerdict.Action;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissingPartsTest {

    @ParameterizedTest
    @ValueSource(strings = {"/usr", "/var", "/var/lib/mysql", "/home", "/boot"})
    void namesThePartThatIsNotShown(String at) {
        assertThat(MissingParts.among(List.of(verdict(at, Action.FAILED)), true))
                .containsExactly(at + " is not shown: no device here has this UUID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mnt/usb", "/variety", "/"})
    void saysNothingOfWhatHoldsNoSettings(String at) {
        assertThat(MissingParts.among(List.of(verdict(at, Action.FAILED)), true))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/boot/efi", "/boot/efi2", "/efi"})
    void namesWhatUefiStartsFromOnlyWhereUefiDoes(String at) {
        assertThat(MissingParts.among(List.of(verdict(at, Action.FAILED)), true))
                .containsExactly(at + " is not shown: no device here has this UUID");
        assertThat(MissingParts.among(List.of(verdict(at, Action.FAILED)), false))
                .isEmpty();
    }

    @Test
    void saysNothingOfWhatIsMountedOrLeftOutByARule() {
        assertThat(MissingParts.among(List.of(verdict("/var", Action.MOUNTED), verdict("/home", Action.SKIPPED)), true))
                .isEmpty();
    }

    @Test
    void saysThatNoFstabWasRead() {
        Fstab unread = new Fstab(List.of(), List.of(new Malformed(0, "it is larger than 1 MiB and was not read")));
        TestMachine machine = TestMachine.with("vda", "vda1 ext4 UUID=aaaa");

        List<FstabVerdict> verdicts = new MountPlanner(
                        unread, LayerNames.NONE, machine.machine(), machine.device("/dev/vda1"), it -> Optional.empty())
                .plan().stream().map(PlannedLine::verdict).toList();

        assertThat(verdicts.get(0).reason()).isEqualTo("chosen as the root; fstab was not read");
        assertThat(MissingParts.among(verdicts, true))
                .containsExactly("/etc/fstab: it is larger than 1 MiB and was not read");
    }

    private static FstabVerdict verdict(String at, Action action) {
        return new FstabVerdict(3, "UUID=zz", at, action, Optional.empty(), "no device here has this UUID");
    }
}
