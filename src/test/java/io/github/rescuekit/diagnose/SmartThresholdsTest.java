package io.github.rescuekit.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.parse.NvmeSmartLog;
import io.github.rescuekit.parse.Smartctl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmartThresholdsTest {

    @ParameterizedTest
    @CsvSource({
        "ata-healthy, HEALTHY",
        "ata-failing, FAILED",
        "ata-pending, SUSPECT",
        "ata-timeouts, SUSPECT",
        "ata-partly-silent, UNKNOWN",
        "nvme-healthy, HEALTHY",
        "nvme-worn, SUSPECT",
        "nvme-failing, FAILED",
        "scsi-defects, SUSPECT",
        "virtual-disk, UNKNOWN"
    })
    void judgesADisk(String fixture, Verdict verdict) {
        assertThat(judge(fixture).verdict()).isEqualTo(verdict);
    }

    @Test
    void saysWhatStandsOut() {
        assertThat(judge("ata-failing").evidence())
                .contains(
                        "the drive says that it is failing",
                        "overall health: FAILED",
                        "5 Reallocated_Sector_Ct fails now",
                        "serial EX0000000001");
        assertThat(judge("ata-pending").evidence())
                .contains("197 Current_Pending_Sector = 3: sectors wait to be replaced");
    }

    @Test
    void saysWhyNothingIsKnown() {
        assertThat(judge("virtual-disk").summary()).isEqualTo("/dev/vda: Unable to detect device type");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 3, 7})
    void neverCallsADiskHealthyThatDidNotAnswer(int code) {
        String healthy = Fixture.of("smartctl/debian-12/ata-healthy").stdout();

        assertThat(SmartThresholds.judge("/dev/sda", Smartctl.parse(code, healthy))
                        .verdict())
                .isEqualTo(Verdict.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"smart_support\":{\"available\":false}}"})
    void neverCallsADiskHealthyThatGivesNoVerdict(String json) {
        assertThat(SmartThresholds.judge("/dev/sda", Smartctl.parse(0, json)).verdict())
                .isEqualTo(Verdict.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"0, HEALTHY", "1, SUSPECT", "50, SUSPECT", "51, FAILED"})
    void countsReplacedSectors(long count, Verdict verdict) {
        assertThat(judge(5, count)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @ValueSource(ints = {187, 188, 197, 198, 199})
    void watchesADiskWithTheFirstBadSign(int attribute) {
        assertThat(judge(attribute, 0)).isEqualTo(Verdict.HEALTHY);
        assertThat(judge(attribute, 1)).isEqualTo(Verdict.SUSPECT);
    }

    @ParameterizedTest
    @CsvSource({"1, FAILED", "2, SUSPECT", "4, FAILED", "8, FAILED", "16, FAILED"})
    void readsEveryCriticalWarning(int bits, Verdict verdict) {
        String log = Fixture.of("nvme/debian-12/healthy")
                .stdout()
                .replace("\"critical_warning\": 0", "\"critical_warning\": " + bits);

        assertThat(SmartThresholds.judge("/dev/nvme0n1", NvmeSmartLog.parse(log))
                        .verdict())
                .isEqualTo(verdict);
    }

    private static Verdict judge(int attribute, long raw) {
        String json = "{\"smart_status\":{\"passed\":true},\"ata_smart_attributes\":{\"table\":[{\"id\":" + attribute
                + ",\"raw\":{\"value\":" + raw + "}}]}}";
        return SmartThresholds.judge("/dev/sda", Smartctl.parse(0, json)).verdict();
    }

    private static CheckResult judge(String name) {
        Fixture fixture = Fixture.of("smartctl/debian-12/" + name);
        return SmartThresholds.judge("/dev/sda", Smartctl.parse(fixture.exit(), fixture.stdout()));
    }
}
