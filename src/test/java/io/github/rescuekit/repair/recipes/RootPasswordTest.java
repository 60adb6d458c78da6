package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.leave.BootableTree;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Secret;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.PlanJson;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.access.RandomSeed;
import io.github.rescuekit.repair.access.Today;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.Crypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootPasswordTest {

    private static final String SHADOW = "/etc/shadow";
    private static final String KEYS = "/root/.ssh/authorized_keys";
    private static final String PASSWORD = "correct horse";
    private static final String TODAY = "20785";

    private final TestTree tree = BootableTree.of("1-2-3")
            .file("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\nalice:x:1000:1000::/home/alice:/bin/bash\n")
            .file(SHADOW, "root:*:20000:0:99999:7:::\nalice:!$y$old:20000:0:99999:7::20001:\n# kept\n")
            .mode(SHADOW, 0_640);
    private final RandomSeed seed = RandomSeed.fresh();

    @Test
    void givesRootAHashThatEverySystemReads() {
        TestTree repaired = TestRepair.repair(recipe("2026-11-28"), tree, choice());

        String[] root = line(repaired, "root");
        assertThat(root[1]).startsWith("$6$").isEqualTo(Crypt.crypt(PASSWORD, root[1]));
        assertThat(List.of(root).subList(2, 9)).containsExactly(TODAY, "0", "99999", "7", "", "", "");
        assertThat(text(repaired)).endsWith("alice:!$y$old:20000:0:99999:7::20001:\n# kept\n");
        assertThat(repaired.node(SHADOW).mode().bits()).isEqualTo(0_640);
    }

    @Test
    void plansTheSameSaltTwiceAndAnotherOneForTheNextAccount() {
        assertThat(plan(choice("root", "alice"))).isEqualTo(plan(choice("root", "alice")));
        TestTree repaired = TestRepair.repair(recipe("2026-11-28"), tree, choice("root", "alice"));

        assertThat(line(repaired, "alice")[1])
                .isEqualTo(Crypt.crypt(PASSWORD, line(repaired, "alice")[1]))
                .isNotEqualTo(line(repaired, "root")[1]);
    }

    @Test
    void showsNeitherThePasswordNorAHashInPlanAndJournal() {
        Plan plan = plan(choice("root", "alice"));

        assertThat(plan.toString() + PlanJson.write(plan)).doesNotContain(PASSWORD, "$6$", "$y$");
        assertThat(((Step.ReplaceSecrets) plan.steps().get(0)).changes())
                .containsExactly(
                        "root: a new password (SHA-512) in place of no password that fits",
                        "root: last change is day " + TODAY + " (today)",
                        "alice: a new password (SHA-512) in place of a locked password",
                        "alice: last change is day " + TODAY + " (today)");
        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
    }

    @Test
    void tellsThatAnAccountHasExpiredAndOpensItWhenTold() {
        assertThat(plan(choice("alice")).warnings())
                .containsExactly(
                        "The account alice expired on day 20001 and stays closed: add --set expiry=clear to open it.");
        Choice clear = new Choice(
                Optional.empty(), List.of("alice"), Map.of("expiry", "clear"), Optional.of(new Secret(PASSWORD)));

        assertThat(line(TestRepair.repair(recipe("2026-11-28"), tree, clear), "alice")[7])
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01", "2038-01-20", "2100-01-01"})
    void writesNoDayOfAClockThatIsWrong(String day) {
        TestTree repaired = TestRepair.repair(recipe(day), tree, choice());

        assertThat(line(repaired, "root")[2]).isEqualTo("20000");
        assertThat(recipe(day).plan(TestRepair.system(tree), choice()).warnings())
                .singleElement()
                .asString()
                .contains("clock of this rescue system is wrong");
    }

    @Test
    void takesAwayTheOrderToChangeItAtTheNextLogin() {
        tree.file(SHADOW, "root:*:0:0:99999:7:::\n");

        assertThat(line(TestRepair.repair(recipe("1970-01-01"), tree, choice()), "root")[2])
                .isEmpty();
    }

    @Test
    void addsALineForAnAccountThatHasNone() {
        tree.file(SHADOW, "root:*:20000:0:99999:7:::\n");

        assertThat(text(TestRepair.repair(recipe("2026-11-28"), tree, choice("alice"))))
                .startsWith("root:*:20000:0:99999:7:::\nalice:$6$")
                .endsWith(":" + TODAY + ":0:99999:7:::\n");
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() -> plan(choice("bob"))).isInstanceOfSatisfying(RescueException.class, e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(e.next()).isEqualTo("take one of: root, alice");
        });
        tree.file("/etc/passwd", "root:hash:0:0:root:/root:/bin/bash\n");
        assertThatThrownBy(() -> plan(choice())).hasMessageContaining("is in /etc/passwd and not in /etc/shadow");
        tree.remove(SHADOW);
        assertThatThrownBy(() -> plan(choice())).hasMessage("the system has no /etc/shadow");
    }

    @Test
    void findsNothingWhereSomebodyGetsIn() {
        assertThat(recipe("2026-11-28").diagnose(TestRepair.system(tree))).isEmpty();

        tree.remove(KEYS).file(SHADOW, "root:$6$salt$hash:20000:0:99999:7:::\n");
        assertThat(recipe("2026-11-28").diagnose(TestRepair.system(tree))).isEmpty();
    }

    @Test
    void findsThatNobodyGetsIn() {
        tree.remove(KEYS);

        assertThat(recipe("2026-11-28").diagnose(TestRepair.system(tree)))
                .singleElement()
                .satisfies(it -> assertThat(it.evidence()).contains("root has no key", "root has no password"));
        TestRepair.repair(recipe("2026-11-28"), tree, choice());
    }

    @Test
    void findsNothingWhereTheNetworkMayLetPeopleIn() {
        tree.remove(KEYS).file("/etc/nsswitch.conf", "passwd: files sss\n");

        assertThat(recipe("2026-11-28").diagnose(TestRepair.system(tree))).isEmpty();
    }

    private RootPassword recipe(String day) {
        return new RootPassword(seed, new Today(Clock.fixed(Instant.parse(day + "T12:00:00Z"), ZoneOffset.UTC)));
    }

    private Plan plan(Choice choice) {
        return recipe("2026-11-28").plan(TestRepair.system(tree), choice);
    }

    private static Choice choice(String... accounts) {
        return new Choice(Optional.empty(), List.of(accounts), Map.of(), Optional.of(new Secret(PASSWORD)));
    }

    private static String text(TestTree tree) {
        return tree.node(SHADOW).content();
    }

    private static String[] line(TestTree tree, String account) {
        return text(tree)
                .lines()
                .filter(it -> it.startsWith(account + ":"))
                .findFirst()
                .orElseThrow()
                .split(":", -1);
    }
}
