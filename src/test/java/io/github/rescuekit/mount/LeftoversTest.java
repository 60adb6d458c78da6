package io.github.rescuekit.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.diagnose.TestDisks;
import io.github.rescuekit.model.BlockDevice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeftoversTest {

    private static final List<BlockDevice> DEVICES = new TestDisks()
            .disk("/dev/sda")
            .partition("/dev/sda1", "ext4")
            .machine()
            .devices();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/run/rescuekit/sda1.replayed",
                "/tmp/rescuekit-look/0-sda1",
                "/tmp/rescuekit-look/0-sda1.replayed"
            })
    void knowsThePicturesOfADevice(String backingFile) {
        assertThat(Leftovers.isPicture(backingFile, DEVICES)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/run/rescuekit/sdb1.replayed", "/tmp/rescuekit-look/0-sdb1", "/srv/sda1"})
    void passesOverOtherFiles(String backingFile) {
        assertThat(Leftovers.isPicture(backingFile, DEVICES)).isFalse();
    }

    // A loop device over a file that was unmounted lazily, or that another mount namespace has.
    @Test
    void passesOverAFileWhoseNameTheKernelDoesNotShow() {
        assertThat(Leftovers.isPicture("/", DEVICES)).isFalse();
        assertThat(Leftovers.isPicture("", DEVICES)).isFalse();
    }
}
