/** One verb, one answer, one exit code. */
@NullMarked
package io.github.rescuekit.ui.cli;

import org.jspecify.annotations.NullMarked;
