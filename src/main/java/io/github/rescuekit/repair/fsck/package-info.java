/** Repairs filesystems with their own tools: refused when in doubt, planned, undone from a copy, verified. */
@NullMarked
package io.github.rescuekit.repair.fsck;

import org.jspecify.annotations.NullMarked;
