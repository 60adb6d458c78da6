package io.github.rescuekit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.MdState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrayProbeTest {

    @TempDir
    private Path root;

    @Test
    void readsHowFarARebuildIs() throws IOException {
        file("degraded", "1");
        file("sync_action", "recover");
        file("sync_completed", "172032 / 194560");
        file("sync_speed", "86016");
        file("bitmap/location", "none");
        file("dev-sda3/state", "in_sync");
        file("dev-sdb3/state", "spare");

        MdState state = look().orElseThrow();

        assertThat(state)
                .isEqualTo(new MdState(
                        1,
                        "recover",
                        Optional.of(new MdState.Sync(172032, 194560, 86016)),
                        false,
                        Map.of("/dev/sda3", List.of("in_sync"), "/dev/sdb3", List.of("spare"))));
        assertThat(state.isInSync("/dev/sda3")).isTrue();
        assertThat(state.isInSync("/dev/sdb3")).isFalse();
        assertThat(state.isInSync("/dev/sdc3")).isFalse();
    }

    @Test
    void readsAnArrayThatIsWhole() throws IOException {
        file("degraded", "0");
        file("sync_action", "idle");
        file("sync_completed", "none");
        file("bitmap/location", "+8");
        file("dev-cciss!c0d0p1/state", "in_sync,write_mostly");

        MdState state = look().orElseThrow();

        assertThat(state.isIdle()).isTrue();
        assertThat(state.hasBitmap()).isTrue();
        assertThat(state.sync()).isEmpty();
        assertThat(state.isInSync("/dev/cciss/c0d0p1")).isTrue();
    }

    @Test
    void tellsTheTimeThatIsLeft() {
        assertThat(new MdState.Sync(1000, 1000 + 2 * 1024 * 60, 1024).left()).contains(Duration.ofMinutes(1));
        assertThat(new MdState.Sync(0, 1000, 0).left()).isEmpty();
    }

    @Test
    void findsNoArrayThatDoesNotRun() {
        assertThat(look()).isEmpty();
    }

    private Optional<MdState> look() {
        return new ArrayProbe(root).look("/dev/md0");
    }

    private void file(String name, String text) throws IOException {
        Path file = root.resolve("sys/block/md0/md").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }
}
