/** Plans mounts, holds them open, and takes them down in reverse. */
@NullMarked
package io.github.rescuekit.mount;

import org.jspecify.annotations.NullMarked;
