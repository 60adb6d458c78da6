/** Unattended recovery: survey, check, mount, diagnose, repair what a policy allows, verify, leave. */
@NullMarked
package io.github.rescuekit.recovery;

import org.jspecify.annotations.NullMarked;
