package io.github.rescuekit.ui.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.report.Style;
import io.github.rescuekit.ui.console.Glance.Mounted;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptTest {

    private static final Mounted WEB = new Mounted("web1", "/mnt", false);
    private static final Mounted DB = new Mounted("db\u001b[2J", "/mnt/db", true);

    @Test
    void isShortWhenNothingIsMounted() {
        assertThat(Prompt.of(List.of(), Style.PLAIN)).isEqualTo("rescuekit > ");
    }

    @Test
    void namesWhatIsMountedAndMarksWhatCanBeWritten() {
        assertThat(Prompt.of(List.of(WEB), Style.PLAIN)).isEqualTo("rescuekit [web1 ro] > ");
        assertThat(Prompt.of(List.of(WEB, DB), Style.PLAIN)).isEqualTo("rescuekit [web1 ro, db\\x1b[2J WRITABLE] > ");
    }

    @Test
    void showsTheMarkInColourToo() {
        assertThat(Prompt.of(List.of(DB), new Style(true))).contains("\u001b[1;31mWRITABLE\u001b[0m");
    }
}
