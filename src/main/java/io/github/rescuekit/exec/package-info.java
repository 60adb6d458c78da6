/** The one place that starts programs: {@code Command} to {@code Result} through a {@code Runner}. */
@NullMarked
package io.github.rescuekit.exec;

import org.jspecify.annotations.NullMarked;
