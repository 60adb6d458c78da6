/** Who gets into an installed system, and what keeps people out: accounts, passwords, keys, the rules of sshd. */
@NullMarked
package io.github.rescuekit.repair.access;

import org.jspecify.annotations.NullMarked;
