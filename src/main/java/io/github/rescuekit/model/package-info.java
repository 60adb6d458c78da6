/** The words of the field as immutable records: disk, partition, array, volume, filesystem, size, mode, finding. */
@NullMarked
package io.github.rescuekit.model;

import org.jspecify.annotations.NullMarked;
