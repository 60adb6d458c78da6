/** The firewalls of an installed system, judged from their files: do they let SSH in from an address? */
@NullMarked
package io.github.rescuekit.repair.firewall;

import org.jspecify.annotations.NullMarked;
