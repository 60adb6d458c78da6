package io.github.rescuekit.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.InstalledSystems;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Machine;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterruptedPackagesTest {

    private static final Machine NO_MACHINE = new Machine(List.of(), List.of(), List.of(), List.of(), List.of());
    private static final String STATUS = "/var/lib/dpkg/status";

    private final InterruptedPackages examination = new InterruptedPackages();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "install ok half-installed",
                "install ok unpacked",
                "install ok half-configured",
                "install ok triggers-awaited",
                "install ok triggers-pending",
                "install reinstreq installed"
            })
    void findsAPackageThatIsHalfDone(String status) {
        TestTree tree =
                tree().file(STATUS, "Package: a\nStatus: install ok installed\n\nPackage: b\nStatus: " + status + "\n");

        assertThat(found(tree).get(0).evidence())
                .startsWith(STATUS + ": b is " + status.substring(status.lastIndexOf(' ') + 1));
    }

    @Test
    void findsChangesThatDidNotReachTheDatabase() {
        assertThat(found(tree().file("/var/lib/dpkg/updates/0001", "Package: a\n")))
                .hasSize(1);
    }

    @Test
    void findsTheLockOfPacman() {
        assertThat(found(tree().file("/var/lib/pacman/db.lck", ""))).hasSize(1);
    }

    @Test
    void isSilentOnAHealthySystemAndOnLocksThatAreAlwaysThere() {
        TestTree tree = tree().file(STATUS, """
                        Package: a
                        Status: install ok installed

                        Package: b
                        Status: deinstall ok config-files
                        Description: says
                         Status: install ok unpacked
                        """)
                .file("/var/lib/dpkg/lock", "")
                .file("/var/lib/dpkg/lock-frontend", "")
                .file("/var/lib/dpkg/updates/tmp.i", "");

        assertThat(found(tree)).isEmpty();
        assertThat(found(TestTree.of("debian-12"))).isEmpty();
    }

    private List<Finding> found(TestTree tree) {
        InstalledSystem system = InstalledSystems.at(tree, NO_MACHINE, Optional.empty(), List.of())
                .orElseThrow();
        return examination.diagnose(system);
    }

    private static TestTree tree() {
        return TestTree.of("debian-12");
    }
}
