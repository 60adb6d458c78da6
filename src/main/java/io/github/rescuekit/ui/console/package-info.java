/** A prompt at which the same verbs are typed, with completion, history and the mounted system in sight. */
@NullMarked
package io.github.rescuekit.ui.console;

import org.jspecify.annotations.NullMarked;
