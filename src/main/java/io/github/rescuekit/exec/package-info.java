/**
 * The one place that starts programs: {@code Command} to {@code Result} through a {@code Runner}.
 *
 * <p>A secret goes to a program by {@link Command#readingSecret}: on standard input, and nowhere else. It is a {@link
 * io.github.rescuekit.model.Secret}, whose bytes {@link SystemRunner} alone may read; what the program answers, a hash for
 * example, is in no message and no tape either.
 */
@NullMarked
package io.github.rescuekit.exec;

import org.jspecify.annotations.NullMarked;
