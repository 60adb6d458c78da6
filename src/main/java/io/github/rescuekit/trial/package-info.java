/** Hardware under load. */
@NullMarked
package io.github.rescuekit.trial;

import org.jspecify.annotations.NullMarked;
