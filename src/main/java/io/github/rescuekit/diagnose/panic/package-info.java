/** How earlier boots of an installed system ended, as its logs and the machine's own records tell. */
@NullMarked
package io.github.rescuekit.diagnose.panic;

import org.jspecify.annotations.NullMarked;
