package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpcListTest {

    private static final String FREEZE = "guest-fsfreeze-freeze";

    @Test
    void readsNamesBetweenCommas() {
        assertThat(new RpcList("guest-exec," + FREEZE).contains(FREEZE)).isTrue();
        assertThat(new RpcList("guest-exec," + FREEZE).isMisread()).isFalse();
        assertThat(new RpcList("").isMisread()).isFalse();
    }

    // qemu-ga 7.2.22 takes each of these for names that no RPC has, and freezes.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "guest-exec;guest-fsfreeze-freeze",
                "guest-exec, guest-fsfreeze-freeze",
                "guest-exec guest-fsfreeze-freeze",
                "guest-fsfreeze-freeze ",
                "\"guest-fsfreeze-freeze\""
            })
    void knowsListsThatTheAgentReadsAsUnknownNames(String text) {
        assertThat(new RpcList(text).contains(FREEZE)).isFalse();
        assertThat(new RpcList(text).isMisread()).isTrue();
        assertThat(new RpcList(text).with(RpcList.FREEZE).containsAll(RpcList.FREEZE))
                .isTrue();
        assertThat(new RpcList(text).with(RpcList.FREEZE).isMisread()).isFalse();
    }

    @Test
    void keepsWhatIsThereAndRepeatsNothing() {
        assertThat(new RpcList("guest-exec," + FREEZE).with(RpcList.FREEZE).text())
                .isEqualTo("guest-exec,guest-fsfreeze-freeze,guest-fsfreeze-freeze-list");
        assertThat(new RpcList("guest-ping," + FREEZE + ",guest-info")
                        .without(RpcList.FREEZE)
                        .text())
                .isEqualTo("guest-ping,guest-info");
    }

    @Test
    void leavesThawAndStatusAlone() {
        assertThat(RpcList.FREEZE).noneMatch(name -> name.contains("thaw") || name.contains("status"));
    }
}
