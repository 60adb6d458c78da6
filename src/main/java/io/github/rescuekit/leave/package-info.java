/** Ending the rescue: will it boot, can I log in, unmount, reboot. */
@NullMarked
package io.github.rescuekit.leave;

import org.jspecify.annotations.NullMarked;
