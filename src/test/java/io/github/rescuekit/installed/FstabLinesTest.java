package io.github.rescuekit.installed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FstabLinesTest {

    private final FstabLines fstab = new FstabLines(FileText.of("UUID=1 / ext4\r\n\t/usr/tmpDSK /tmp ext3\r\n# end"));

    @Test
    void turnsALineIntoACommentThatKeepsItsText() {
        assertThat(fstab.commentOut(2).file().text())
                .isEqualTo("UUID=1 / ext4\r\n# rescuekit: \t/usr/tmpDSK /tmp ext3\r\n# end");
    }

    @Test
    void addsALineAtTheEnd() {
        assertThat(fstab.append("tmpfs /tmp tmpfs").file().text())
                .isEqualTo("UUID=1 / ext4\r\n\t/usr/tmpDSK /tmp ext3\r\n# end\r\ntmpfs /tmp tmpfs");
    }
}
