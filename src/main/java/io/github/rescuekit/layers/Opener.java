package io.github.rescuekit.layers;

import io.github.rescuekit.layers.Layer.Kind;
import io.github.rescuekit.model.Machine;
import java.util.List;
import java.util.function.Function;

/** Knows the layers of one kind. */
interface Opener {

    /**
     * A layer that is closed.
     *
     * @param from the devices that it is made of, by path
     */
    record Closed(String name, List<String> from, Function<Opening, Layer> opening) {}

    Kind kind();

    /** Without it nothing of its kind can be opened. */
    String program();

    /** What the machine shows of its kind, and what could be opened of it. Writes nothing. */
    List<Closed> closed(Machine machine, Opening opening);

    /** Closes what was opened by this name. */
    void close(String device);
}
