/** Ending the rescue: will it boot, can I log in, unmount, reboot or kexec. */
@NullMarked
package io.github.rescuekit.leave;

import org.jspecify.annotations.NullMarked;
