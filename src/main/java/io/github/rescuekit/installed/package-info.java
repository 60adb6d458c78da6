/** The offline system under its mounted root: confined files, distribution, kernels, boot loader, fstab. */
@NullMarked
package io.github.rescuekit.installed;

import org.jspecify.annotations.NullMarked;
