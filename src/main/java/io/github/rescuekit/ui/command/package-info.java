/** The verbs, one a file; the one-shot command line and the console run the same. */
@NullMarked
package io.github.rescuekit.ui.command;

import org.jspecify.annotations.NullMarked;
