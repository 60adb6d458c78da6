/** Health checks that change nothing: filesystems, arrays, SMART, memory, processor, disk speed. */
@NullMarked
package io.github.rescuekit.diagnose;

import org.jspecify.annotations.NullMarked;
