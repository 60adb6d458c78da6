package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.leave.BootableTree;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Owner;
import io.github.rescuekit.repair.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SudoersRulesTest {

    private static final String FILE = "/etc/sudoers";
    private static final String DROP_IN = "/etc/sudoers.d/site";
    // That of Debian 12 without its comments.
    private static final String DEBIAN = """
            Defaults\tenv_reset
            Defaults:%sudo env_keep += "http_proxy https_proxy"
            #Defaults:%sudo env_keep += "EDITOR"
            # Host alias specification
            Cmnd_Alias WEB = /usr/bin/systemctl restart nginx, \\
                /usr/bin/systemctl reload nginx
            root\tALL=(ALL:ALL) ALL
            %sudo\tALL=(ALL:ALL) ALL
            #1000 ALL=(root) NOPASSWD: WEB
            alice, bob web1, web2 = (www-data) /usr/bin/id \\
                , /usr/bin/env A\\=1
            +admins ALL = /bin/sh "", !/bin/su
            @includedir /etc/sudoers.d
            #includedir /etc/sudoers.d
            """;

    private final SudoersRules recipe = new SudoersRules();
    private final TestTree tree = BootableTree.of(StartingServer.ROOT)
            .file(FILE, DEBIAN)
            .mode(FILE, 0_440)
            .file(DROP_IN, "alice ALL=(ALL) NOPASSWD:ALL\n")
            .mode(DROP_IN, 0_440);

    @Test
    void makesACommentOfALineThatIsNoRule() {
        tree.file(DROP_IN, "alice ALL=(ALL) ALL\nbob ALL(ALL) ALL\n").mode(DROP_IN, 0_440);

        assertThat(diagnose())
                .containsExactly(new Finding(
                        "sudoers",
                        Severity.WARNING,
                        "sudo refuses its rules",
                        List.of(DROP_IN + ":2: bob ALL(ALL) ALL"),
                        Optional.of("sudoers")));
        assertThat(steps())
                .containsExactly(new Step.ReplaceFile(
                        DROP_IN,
                        FileText.of("alice ALL=(ALL) ALL\nbob ALL(ALL) ALL\n"),
                        FileText.of("alice ALL=(ALL) ALL\n# rescuekit: bob ALL(ALL) ALL\n")));
        repair();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob ALL=(ALL ALL",
                "bob",
                "Cmnd_Alias web = /bin/true",
                "User_Alias ADMINS bob",
                "<<<<<<< HEAD",
                "bob ALL=",
                "Default env_reset",
                "bob ALL(ALL) \\\nALL"
            })
    void findsWhatIsNoLineOfSudoers(String line) {
        tree.file(FILE, DEBIAN + line + "\n").mode(FILE, 0_440);

        assertThat(diagnose())
                .singleElement()
                .satisfies(it ->
                        assertThat(it.evidence()).singleElement().asString().startsWith(FILE + ":15: "));
        assertThat(repair().text(FILE).orElseThrow().text())
                .isEqualTo(DEBIAN + "# rescuekit: " + line.replace("\n", "\n# rescuekit: ") + "\n");
    }

    @Test
    void givesFilesTheOwnerAndTheModeThatSudoAsksFor() {
        tree.mode(FILE, 0_666).owner(DROP_IN, 1000, 1000);

        assertThat(diagnose())
                .singleElement()
                .satisfies(it -> assertThat(it.evidence())
                        .containsExactly(FILE + ": mode 0666, owner 0:0", DROP_IN + ": mode 0440, owner 1000:1000"));
        assertThat(steps())
                .containsExactly(
                        new Step.SetMode(FILE, new FileMode(0_666), new FileMode(0_440)),
                        new Step.SetOwner(DROP_IN, new Owner(1000, 1000), Owner.ROOT));
        repair();
    }

    @Test
    void asksVisudoAfterwards() {
        tree.program("/usr/sbin/visudo", "the system's own").mode(FILE, 0_666);

        assertThat(steps())
                .contains(new Step.RunProgram(
                        "/usr/sbin/visudo", List.of("-c"), List.of(), List.of(), Duration.ofMinutes(1)));
        tree.remove("/usr/sbin/visudo");
        assertThat(recipe.plan(TestRepair.system(tree), Choice.DEFAULT).warnings())
                .containsExactly("Not checked by the system itself: it has no /usr/sbin/visudo.");
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(diagnose()).isEmpty();
        assertThat(steps()).isEmpty();
    }

    // sudo reads files that others may only read, and none with a dot or a tilde in their names.
    @Test
    void findsNothingInWhatSudoDoesNotMind() {
        tree.mode(DROP_IN, 0_644).file("/etc/sudoers.d/site.dpkg-old", "bob\n").file("/etc/sudoers.d/site~", "bob\n");

        assertThat(diagnose()).isEmpty();
        assertThat(steps()).isEmpty();
    }

    private List<Finding> diagnose() {
        return recipe.diagnose(TestRepair.system(tree));
    }

    private List<Step> steps() {
        return recipe.plan(TestRepair.system(tree), Choice.DEFAULT).steps();
    }

    private TestTree repair() {
        return TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }
}
