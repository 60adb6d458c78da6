/** Recipes, plans, steps, the journal, and the engine that applies, verifies and undoes. */
@NullMarked
package io.github.rescuekit.repair;

import org.jspecify.annotations.NullMarked;
