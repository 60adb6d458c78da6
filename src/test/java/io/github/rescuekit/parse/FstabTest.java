package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Fstab.Malformed;
import io.github.rescuekit.model.FstabEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class FstabTest {

    @Test
    void readsAllSixFields() {
        assertThat(entry("UUID=0a3407de-014b-458b-b5c1-848e92a327a3 / ext4 noatime,errors=remount-ro 0 1"))
                .isEqualTo(new FstabEntry(
                        1,
                        "UUID=0a3407de-014b-458b-b5c1-848e92a327a3",
                        "/",
                        "ext4",
                        List.of("noatime", "errors=remount-ro"),
                        0,
                        1));
    }

    @Test
    void takesDefaultsWhenALineEndsAfterTheType() {
        assertThat(entry("/dev/sda2 /var ext3").options()).containsExactly("defaults");
    }

    @Test
    void readsOctalEscapes() {
        FstabEntry entry = entry("LABEL=my\\040disk /mnt/my\\040disk\\011x ext4 defaults");

        assertThat(entry.source()).isEqualTo("LABEL=my disk");
        assertThat(entry.mountPoint()).isEqualTo("/mnt/my disk\tx");
    }

    @Test
    void readsQuotedTags() {
        assertThat(entry("UUID=\"abc-1\" /home xfs defaults").source()).isEqualTo("UUID=abc-1");
    }

    @Test
    void keepsCommasInsideAQuotedContext() {
        assertThat(entry("/dev/sda1 / ext4 ro,context=\"system_u:object_r:tmp_t:s0:c127,c456\",noexec")
                        .options())
                .containsExactly("ro", "context=\"system_u:object_r:tmp_t:s0:c127,c456\"", "noexec");
    }

    @Test
    void readsFilesOfWindowsEditors() {
        assertThat(entry("/dev/sda1 / ext4 defaults 0 1\r").pass()).isEqualTo(1);
    }

    @Test
    void takesAWordInPlaceOfANumberAsZeroLikeGetmntent() {
        assertThat(entry("/dev/sda1 / ext4 defaults # my disk").dump()).isZero();
    }

    @Test
    void passesOverCommentsAndBlankLinesButCountsThem() {
        assertThat(entry("# /etc/fstab\n\n   # indented\n\t/dev/sda1\t/\text3\tdefaults\n")
                        .line())
                .isEqualTo(4);
    }

    @Test
    void collectsMalformedLinesAndReadsOn() {
        var fstab = Fstab.parse("/dev/sda1 /\nUUID=1 /var ext4 defaults\ngarbage\n");

        assertThat(fstab.malformed()).containsExactly(new Malformed(1, "/dev/sda1 /"), new Malformed(3, "garbage"));
        assertThat(fstab.entryFor("/var")).isPresent();
    }

    @Test
    void readsTheLayoutOfOldServers() {
        var fstab = Fstab.parse("""
                /dev/sda1       /        ext3    errors=remount-ro          0 1
                /dev/sda2       /var     ext3    defaults,usrquota,grpquota 0 2
                /dev/sda3       none     swap    sw                         0 0
                /dev/devpts     /dev/pts devpts  gid=5,mode=620             0 0
                /dev/proc       /proc    proc    defaults                   0 0
                """);

        assertThat(fstab.entries())
                .extracting(FstabEntry::source)
                .containsExactly("/dev/sda1", "/dev/sda2", "/dev/sda3", "/dev/devpts", "/dev/proc");
        assertThat(fstab.malformed()).isEmpty();
    }

    @Test
    void isNotOverwhelmedByAHugeLine() {
        var fstab = Fstab.parse("x y z ".repeat(100_000) + "\n/dev/sda1 / ext4 defaults 0 1\n");

        assertThat(fstab.malformed()).hasSize(1);
        assertThat(fstab.malformed().get(0).text()).hasSizeLessThan(300);
        assertThat(fstab.entryFor("/")).isPresent();
    }

    @Test
    void saysWhereItStopsInAHugeFile() {
        var fstab = Fstab.parse("/dev/sda1 / ext4 defaults 0 1\n" + "x\n".repeat(2_000_000));

        assertThat(fstab.entryFor("/")).isPresent();
        assertThat(fstab.malformed()).hasSizeLessThan(5000);
        assertThat(fstab.malformed().get(fstab.malformed().size() - 1).text()).contains("not read");
    }

    private static FstabEntry entry(String text) {
        var fstab = Fstab.parse(text);
        assertThat(fstab.malformed()).isEmpty();
        assertThat(fstab.entries()).hasSize(1);
        return fstab.entries().get(0);
    }
}
