package io.github.rescuekit.ui;

import io.github.rescuekit.layers.Layers;
import io.github.rescuekit.leave.Departure;
import io.github.rescuekit.model.Host;
import io.github.rescuekit.model.Inventory;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.mount.Chroot;
import io.github.rescuekit.mount.SystemMounter;
import io.github.rescuekit.repair.TargetAccess;
import io.github.rescuekit.repair.recipes.Recipes;
import io.github.rescuekit.session.Jobs;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The parts that the front ends may use, built once by the program's wiring.
 *
 * @param isRoot whether this process has root rights
 * @param bugs where traces of bugs go
 * @param host reads what the machine is
 * @param inventory takes stock of what is built into it, which takes longer
 * @param machine looks at what is plugged in and in use now
 * @param chroot runs programs of a mounted system
 * @param health tells how well the machine is
 * @param targets opens one installed system
 * @param departure ends the work on a server
 * @param jobs what outlives a terminal
 * @param layers what lies between disks and filesystems
 * @param who the person in front of this process, as far as is known
 */
public record Toolkit(
        String version,
        BooleanSupplier isRoot,
        BugLog bugs,
        Supplier<Host> host,
        Supplier<Inventory> inventory,
        Supplier<Machine> machine,
        SystemMounter mounter,
        Chroot chroot,
        Health health,
        TargetAccess targets,
        Recipes recipes,
        Departure departure,
        Jobs jobs,
        Layers layers,
        String who) {}
