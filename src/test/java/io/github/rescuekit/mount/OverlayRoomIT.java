package io.github.rescuekit.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayRoomIT {

    @TempDir
    private Path directory;

    private final List<String> done = new ArrayList<>();

    @BeforeEach
    void mountRoom() {
        LoopImage.run("mount", "-t", "tmpfs", "-o", "size=1M", "none", directory.toString());
    }

    @AfterEach
    void unmountRoom() {
        LoopImage.run("umount", directory.toString());
    }

    @Test
    void mountsWhatFits() {
        OverlayRoom.mount(directory, () -> done.add("mounted"), () -> done.add("unmounted"));

        assertThat(done).containsExactly("mounted");
    }

    @Test
    void leavesNothingMountedThatDidNotFit() throws IOException {
        fill();

        assertThatExceptionOfType(RescueException.class)
                .isThrownBy(() -> OverlayRoom.mount(directory, () -> done.add("mounted"), () -> done.add("unmounted")))
                .satisfies(e -> assertThat(e.happened()).contains("more than the 1.0 MiB of memory"));
        assertThat(done).containsExactly("mounted", "unmounted");
    }

    @Test
    void tellsARefusalThatComesFromBeingFullFromAnyOther() throws IOException {
        RescueException refusal = RescueException.usage("the kernel refuses it", "see 'dmesg'");
        Runnable refused = () -> {
            throw refusal;
        };
        assertThatExceptionOfType(RescueException.class)
                .isThrownBy(() -> OverlayRoom.mount(directory, refused, () -> done.add("unmounted")))
                .isSameAs(refusal);

        fill();
        assertThatExceptionOfType(RescueException.class)
                .isThrownBy(() -> OverlayRoom.mount(directory, refused, () -> done.add("unmounted")))
                .isNotSameAs(refusal);
        assertThat(done).isEmpty();
    }

    private void fill() throws IOException {
        Files.write(directory.resolve("changes"), new byte[960 << 10]);
    }
}
