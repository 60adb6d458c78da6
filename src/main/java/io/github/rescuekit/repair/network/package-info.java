/** The network configuration of an installed system, compared with the network that the rescue system has. */
@NullMarked
package io.github.rescuekit.repair.network;

import org.jspecify.annotations.NullMarked;
