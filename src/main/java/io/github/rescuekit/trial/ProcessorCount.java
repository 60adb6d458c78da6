package io.github.rescuekit.trial;

/** How many processors, as people say it. */
final class ProcessorCount {

    private ProcessorCount() {}

    static String words(int count) {
        return count == 1 ? "1 processor" : count + " processors";
    }
}
