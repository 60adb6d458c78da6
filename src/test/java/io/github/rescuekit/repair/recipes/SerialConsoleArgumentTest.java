package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.SerialConsole;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SerialConsoleArgumentTest {

    private static final String GRUB_CFG = "/boot/grub/grub.cfg";
    private static final String DEFAULTS = "/etc/default/grub";
    private static final String CONSOLE = " console=ttyS0,115200n8";
    private static final String ROOT = "root=UUID=" + StartingServer.ROOT;

    private final StartingServer server = new StartingServer();
    private final SerialConsoleArgument recipe = on(List.of("ttyS0"), Optional.of("ttyS0"));

    @Test
    void tellsThePortThatIsNotThereAndNamesTheRightOne() {
        server.replace(GRUB_CFG, CONSOLE, " console=tty0 console=ttyS1,9600 console=ttyS2,115200n8");
        server.tree.file(DEFAULTS, "GRUB_CMDLINE_LINUX=\"console=ttyS1,9600\"\n");

        assertThat(recipe.diagnose(server.system()))
                .containsExactly(new Finding(
                        "serial-console",
                        Severity.NOTE,
                        "The kernel writes to a serial port that this machine does not have",
                        List.of(
                                "/boot/grub/grub.cfg line 6: console=ttyS1,9600 console=ttyS2,115200n8",
                                "the serial ports of this machine: ttyS0"),
                        Optional.of("serial-console")));
        TestTree repaired = server.repaired(recipe, Choice.DEFAULT);
        assertThat(repaired.node(GRUB_CFG).content()).contains(" console=tty0" + CONSOLE + CONSOLE + "\n");
        assertThat(repaired.node(DEFAULTS).content()).isEqualTo("GRUB_CMDLINE_LINUX=\"console=ttyS0,115200n8\"\n");
    }

    @Test
    void addsTheConsoleOfTheRescueSystemOnRequest() {
        server.replace(GRUB_CFG, CONSOLE, "");
        server.tree.file(DEFAULTS, "GRUB_DEFAULT=0\nGRUB_CMDLINE_LINUX=\"quiet\"\n");

        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(plan(Choice.DEFAULT).steps()).extracting(Step::path).containsExactly(GRUB_CFG, DEFAULTS);
        TestTree repaired = server.repaired(recipe, Choice.DEFAULT);
        assertThat(repaired.node(GRUB_CFG).content()).contains(ROOT + " console=tty0" + CONSOLE + " ro\n");
        assertThat(repaired.node(DEFAULTS).content())
                .isEqualTo("GRUB_DEFAULT=0\nGRUB_CMDLINE_LINUX=\"quiet console=tty0 console=ttyS0,115200n8\"\n");
    }

    @Test
    void takesThePortAndTheSpeedThatAreNamed() {
        server.replace(GRUB_CFG, CONSOLE, "");
        Choice choice =
                new Choice(Optional.empty(), List.of(), Map.of("port", "ttyS1", "speed", "57600"), Optional.empty());

        assertThat(plan(choice).steps())
                .singleElement()
                .satisfies(it -> assertThat(((Step.ReplaceFile) it).after().text())
                        .contains(ROOT + " console=tty0 console=ttyS1,57600n8 ro"));
    }

    @Test
    void addsItToTheEntryFilesOfRhel() {
        server.tree
                .remove(GRUB_CFG)
                .file("/boot/grub2/grub.cfg", "blscfg\n")
                .file("/boot/loader/entries/one.conf", "title A\nlinux /boot/vmlinuz-1\noptions root=/dev/vda2 ro\n");

        assertThat(server.repaired(recipe, Choice.DEFAULT, "/boot/loader/entries/one.conf"))
                .endsWith("options root=/dev/vda2 console=tty0 console=ttyS0,115200n8 ro\n");
    }

    @Test
    void letsALoginRunThere() {
        server.tree.link("/etc/systemd/system/serial-getty@ttyS0.service", "/dev/null");

        assertThat(plan(Choice.DEFAULT).steps())
                .containsExactly(new Step.RemoveFile("/etc/systemd/system/serial-getty@ttyS0.service"));
        server.repaired(recipe, Choice.DEFAULT);
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(recipe.diagnose(server.system())).isEmpty();
        assertThat(plan(Choice.DEFAULT).steps()).isEmpty();
    }

    // A server of a rack has no serial port, and another kind of port is not of this family.
    @Test
    void findsNothingWhereItCannotTellOrNothingNamesAPort() {
        server.replace(GRUB_CFG, CONSOLE, " console=tty0 console=hvc0 console=ttyAMA0");
        assertThat(on(List.of(), Optional.empty()).diagnose(server.system())).isEmpty();

        server.replace(GRUB_CFG, "console=hvc0", "console=ttyS7");
        assertThat(new SerialConsoleArgument(() -> SerialConsole.UNKNOWN).diagnose(server.system()))
                .isEmpty();
    }

    @Test
    void refusesWithoutAPort() {
        assertThatThrownBy(() -> on(List.of(), Optional.empty()).plan(server.system(), Choice.DEFAULT))
                .isInstanceOfSatisfying(RescueException.class, e -> {
                    assertThat(e.guard()).contains("no-serial-port");
                    assertThat(e.next()).contains("--set port=ttyS0");
                });
    }

    static SerialConsoleArgument on(List<String> ports, Optional<String> rescue) {
        return new SerialConsoleArgument(() -> new SerialConsole(Optional.of(ports), rescue));
    }

    private Plan plan(Choice choice) {
        return recipe.plan(server.system(), choice);
    }
}
