package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.model.UnexpectedOutputException;
import io.github.rescuekit.parse.Smartctl.Attribute;
import io.github.rescuekit.parse.Smartctl.Bit;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SmartctlTest {

    @Test
    void readsAFailingDisk() {
        Smartctl smart = smart("ata-failing");

        assertThat(smart.bits()).isEqualTo(Set.of(Bit.FAILING, Bit.PREFAIL_NOW, Bit.ERROR_LOG, Bit.SELF_TEST_LOG));
        assertThat(smart.passed()).contains(false);
        assertThat(smart.attribute(5))
                .contains(new Attribute(5, "Reallocated_Sector_Ct", true, Attribute.When.NOW, 1975));
        assertThat(smart.attribute(197).orElseThrow().raw()).isEqualTo(8);
        assertThat(smart.powerOnHours()).contains(65592L);
        assertThat(smart.serial()).contains("EX0000000001");
    }

    @Test
    void readsRawValuesAsTheDriveDatabaseDecodesThem() {
        assertThat(smart("ata-healthy").attribute(194).orElseThrow().raw()).isEqualTo(25);
    }

    @Test
    void takesTheLowestOfThreePackedCounters() {
        assertThat(smart("ata-timeouts").attribute(188).orElseThrow().raw()).isEqualTo(1);
    }

    @Test
    void readsAnNvmeDrive() {
        assertThat(smart("nvme-failing").nvme())
                .contains(new NvmeSmartLog.Health(
                        List.of(NvmeSmartLog.Warning.SPARE, NvmeSmartLog.Warning.READ_ONLY), 2, 10, 3, 812));
    }

    @Test
    void readsASasDisk() {
        Smartctl smart = smart("scsi-defects");

        assertThat(smart.grownDefects()).contains(7L);
        assertThat(smart.uncorrected()).contains(2L);
    }

    @Test
    void readsThatAVirtualDiskKnowsNothing() {
        Smartctl smart = smart("virtual-disk");

        assertThat(smart.passed()).isEmpty();
        assertThat(smart.bits()).isEqualTo(Set.of(Bit.COMMAND_LINE));
        assertThat(smart.messages()).containsExactly("/dev/vda: Unable to detect device type");
    }

    @Test
    void refusesWhatIsNoJson() {
        assertThatThrownBy(() -> Smartctl.parse(0, "smartctl 5.40 2010-07-12\n"))
                .isInstanceOf(UnexpectedOutputException.class);
    }

    static IntStream everyCode() {
        return IntStream.rangeClosed(0, 255);
    }

    @ParameterizedTest
    @MethodSource("everyCode")
    void decodesEveryBitOfEveryCode(int code) {
        List<Bit> bits = List.of(Bit.values());

        assertThat(Smartctl.parse(code, "{}").bits())
                .isEqualTo(Set.copyOf(IntStream.range(0, 8)
                        .filter(place -> (code & (1 << place)) != 0)
                        .mapToObj(bits::get)
                        .toList()));
    }

    private static Smartctl smart(String name) {
        Fixture fixture = Fixture.of("smartctl/debian-12/" + name);
        return Smartctl.parse(fixture.exit(), fixture.stdout());
    }
}
