/** The front ends, {@code Operator}, through which they speak and ask, and {@code Toolkit}, the parts they may use. */
@NullMarked
package io.github.rescuekit.ui;

import org.jspecify.annotations.NullMarked;
