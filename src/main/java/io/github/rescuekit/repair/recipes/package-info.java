/** The recipes, one fault each. */
@NullMarked
package io.github.rescuekit.repair.recipes;

import org.jspecify.annotations.NullMarked;
