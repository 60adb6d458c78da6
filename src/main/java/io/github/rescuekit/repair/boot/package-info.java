/** What an installed system starts from, and what speaks against it: boot menu, kernels, fstab. */
@NullMarked
package io.github.rescuekit.repair.boot;

import org.jspecify.annotations.NullMarked;
