/** Looks at the machine and returns one {@code Machine} snapshot. */
@NullMarked
package io.github.rescuekit.probe;

import org.jspecify.annotations.NullMarked;
