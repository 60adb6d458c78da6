package io.github.rescuekit.trial;

/** Numbers of things as people say them. */
final class Words {

    private Words() {}

    static String processors(int count) {
        return count == 1 ? "1 processor" : count + " processors";
    }
}
