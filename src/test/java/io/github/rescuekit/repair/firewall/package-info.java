@NullMarked
package io.github.rescuekit.repair.firewall;

import org.jspecify.annotations.NullMarked;
