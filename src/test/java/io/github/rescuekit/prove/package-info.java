/** The promises of safety, each tried by a machine many times; started by {@code scripts/prove}. */
@NullMarked
package io.github.rescuekit.prove;

import org.jspecify.annotations.NullMarked;
