/** Puts a new disk in the place that one has left in arrays: refused when in doubt, planned, verified. */
@NullMarked
package io.github.rescuekit.repair.raid;

import org.jspecify.annotations.NullMarked;
