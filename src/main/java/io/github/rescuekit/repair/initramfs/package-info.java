/** What lies in an initramfs, and whether it is all that a kernel needs to find its root. */
@NullMarked
package io.github.rescuekit.repair.initramfs;

import org.jspecify.annotations.NullMarked;
