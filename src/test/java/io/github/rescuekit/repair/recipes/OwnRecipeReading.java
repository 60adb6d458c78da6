package io.github.rescuekit.repair.recipes;

/** Reads a site's own recipe, for tests of all parsers. */
public final class OwnRecipeReading {

    private OwnRecipeReading() {}

    /** What the text says. */
    public static Object parse(String text) {
        return OwnRecipeFile.parse("own.recipe", text);
    }
}
