/** Linux software RAID in words: which members an array has, and which of them were left behind. */
@NullMarked
package io.github.rescuekit.diagnose.raid;

import org.jspecify.annotations.NullMarked;
