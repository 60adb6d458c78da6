/** Opens what lies between disks and filesystems: arrays, volume groups, encrypted volumes. */
@NullMarked
package io.github.rescuekit.layers;

import org.jspecify.annotations.NullMarked;
