package io.github.rescuekit.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.PartitionScript.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionScriptTest {

    private static final PartitionScript GPT = new PartitionScript(
            List.of("label: gpt", "label-id: C586BAE1", "device: /dev/sda", "last-lba: 614366", "sector-size: 512"),
            List.of(row(1, "start=2048", "size=2048", "uuid=4725F297", "name=\"a, uuid=b\"")));

    @Test
    void leavesOutWhatIsOfOneDiskAlone() {
        assertThat(GPT.forAnotherDisk().text(number -> "/dev/sdb" + number)).isEqualTo("""
                        label: gpt
                        sector-size: 512

                        /dev/sdb1 : start=2048, size=2048, name="a, uuid=b"
                        """);
    }

    @Test
    void isLaidOutAsOneWithOtherIdentifiers() {
        assertThat(GPT.isLaidOutAs(new PartitionScript(
                        List.of("label: gpt", "label-id: 2E4F9CC2"),
                        List.of(row(1, "start=2048", "size=2048", "uuid=2C976BE3", "name=\"a, uuid=b\"")))))
                .isTrue();
        assertThat(GPT.isLaidOutAs(new PartitionScript(List.of("label: dos"), GPT.rows())))
                .isFalse();
        assertThat(GPT.isLaidOutAs(new PartitionScript(
                        GPT.header(), List.of(row(1, "start=2048", "size=2047", "name=\"a, uuid=b\"")))))
                .isFalse();
    }

    @Test
    void knowsTheIdentifiersOfDiskAndPartitions() {
        assertThat(GPT.identifiers()).containsExactlyInAnyOrder("c586bae1", "4725f297");
        assertThat(GPT.forAnotherDisk().identifiers()).isEmpty();
    }

    @Test
    void needsRoomForTheSecondTableOfAGpt() {
        assertThat(GPT.needs()).isEqualTo(new Bytes((4096 + 33) * 512L));
        assertThat(new PartitionScript(List.of("label: dos", "sector-size: 4096"), GPT.rows()).needs())
                .isEqualTo(new Bytes(4096 * 4096L));
    }

    private static Row row(int number, String... fields) {
        return new Row(number, List.of(fields));
    }
}
