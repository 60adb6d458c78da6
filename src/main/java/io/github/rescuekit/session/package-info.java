/** What outlives a process: disk locks, journal, undo copies, jobs. */
@NullMarked
package io.github.rescuekit.session;

import org.jspecify.annotations.NullMarked;
