/** Machines, findings, plans and journals as text and as JSON. */
@NullMarked
package io.github.rescuekit.report;

import org.jspecify.annotations.NullMarked;
