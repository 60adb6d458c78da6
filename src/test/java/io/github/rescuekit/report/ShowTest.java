package io.github.rescuekit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rescuekit.model.ExitCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShowTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J",
                "\u001b]0;title\u0007",
                "\u009b31m",
                "a\rb",
                "a\nb",
                "a\tb",
                "\u202egnp.exe",
                "\u2066x\u2069",
                "zero\u200bwidth",
                "\u2028line",
                "\u007f",
                "\ufeffmark",
                "\udb40\udc41tag",
                "\ud800",
            })
    void showsNothingThatATerminalWouldObeyOrHide(String foreign) {
        assertThat(Show.text(foreign)).matches("[\\x20-\\x7e]+");

        JsonObject document = new JsonObject();
        document.addProperty("label", foreign);
        String json = new JsonDocument("0", "disks").of(new Answer(ExitCode.DONE, "", document), "look");
        assertThat(json.lines()).allMatch(line -> line.matches("[\\x20-\\x7e]*"));
        assertThat(label(json)).isEqualTo(foreign);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/sda1", "gr\u00fcn", "\u6839", "two words"})
    void leavesAllOtherTextAsItIs(String text) {
        assertThat(Show.text(text)).isEqualTo(text);
        assertThat(Show.json(text)).isEqualTo(text);
    }

    private static String label(String json) {
        return JsonParser.parseString(json)
                .getAsJsonObject()
                .getAsJsonObject("result")
                .get("label")
                .getAsString();
    }
}
