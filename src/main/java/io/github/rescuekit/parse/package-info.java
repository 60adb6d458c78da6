/** Turns the text a tool or a file holds into model records. Pure functions. */
@NullMarked
package io.github.rescuekit.parse;

import org.jspecify.annotations.NullMarked;
