package io.github.rescuekit.ui.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.diagnose.TreeMounter;
import io.github.rescuekit.installed.SystemTree;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.mount.FstabVerdict;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.ui.Toolkits;
import io.github.rescuekit.ui.console.Glance.Mounted;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GlanceTest {

    private final TestDisks disks = new TestDisks()
            .disk("/dev/vda")
            .partition("/dev/vda1", "ext4")
            .running("/dev/vda1")
            .disk("/dev/sda")
            .partition("/dev/sda1", "swap")
            .partition("/dev/sda2", "ext4");
    private final SystemTree debian = SystemTree.of("debian-12");
    private final TreeMounter mounter = new TreeMounter().put("/dev/sda2", debian);
    private final Glance glance = new Glance(Toolkits.on(disks.machine(), mounter));

    @AfterEach
    void nothingStaysMounted() {
        assertThat(mounter.open()).isZero();
        mounter.close();
    }

    @Test
    void knowsEveryDeviceButOffersOnlyThoseThatCanHoldAServersRoot() {
        assertThat(glance.devices()).containsExactly("/dev/vda", "/dev/vda1", "/dev/sda", "/dev/sda1", "/dev/sda2");
        assertThat(glance.roots()).containsExactly("/dev/sda2");
        assertThat(mounter.looks()).isEmpty();
    }

    @Test
    void learnsTheHostnamesOfTheInstalledSystems() {
        assertThat(glance.hostnames()).containsExactly("server1");
    }

    @Test
    void namesMountedSystemsByTheirHostname() {
        mounter.mounted(mounted(debian.root(), true));

        assertThat(glance.mounted())
                .containsExactly(new Mounted("server1", debian.root().toString(), true));
    }

    @Test
    void namesASystemWithoutAHostnameByItsDevice() {
        mounter.mounted(mounted(debian.remove("etc/hostname").root(), false));

        assertThat(glance.mounted())
                .containsExactly(new Mounted("sda2", debian.root().toString(), false));
    }

    private MountedSystem mounted(Path root, boolean writable) {
        BlockDevice device = disks.machine().device("/dev/sda2").orElseThrow();
        return new MountedSystem() {
            @Override
            public Path root() {
                return root;
            }

            @Override
            public BlockDevice rootDevice() {
                return device;
            }

            @Override
            public List<FstabVerdict> verdicts() {
                return List.of();
            }

            @Override
            public List<String> incomplete() {
                return List.of();
            }

            @Override
            public boolean isWritable() {
                return writable;
            }

            @Override
            public void close() {}
        };
    }
}
