/** Starts and ends the program, and builds the parts it is made of. */
@NullMarked
package io.github.rescuekit;

import org.jspecify.annotations.NullMarked;
