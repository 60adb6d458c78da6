package io.github.rescuekit.repair;

/** Shows what is hidden, to tests. */
public final class HiddenTexts {

    private HiddenTexts() {}

    public static byte[] bytes(HiddenText hidden) {
        return hidden.bytes();
    }
}
