package io.github.rescuekit.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.exec.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MounterTest {

    private static final Path AT = Path.of("/at");

    private final List<String> called = new ArrayList<>();
    private final Mounter mounter = new Mounter(command -> {
        called.add(String.join(" ", command.arguments()));
        return Result.of(0, "");
    });

    @ParameterizedTest
    @EnumSource(names = {"EXT2", "EXT3", "EXT4"})
    void letsNoDamagedFilesystemStopTheRescueSystem(MountableType type) {
        mounter.mount(Path.of("/dev/sdy1"), "/dev/sdy1", AT, type, List.of("ro", "errors=panic"));

        assertThat(called).singleElement().asString().contains(" ro,errors=panic,errors=remount-ro ");
    }

    @Test
    void givesOtherTypesTheirOptionsOnly() {
        mounter.mount(Path.of("/dev/sdy1"), "/dev/sdy1", AT, MountableType.XFS, List.of("ro"));

        assertThat(called).singleElement().asString().contains(" --options ro -- ");
    }
}
