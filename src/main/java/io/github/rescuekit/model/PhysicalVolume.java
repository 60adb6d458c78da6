package io.github.rescuekit.model;

import java.util.Optional;

/**
 * One physical volume of LVM: pvs(8).
 *
 * @param device empty when it is not attached
 * @param groupUuid empty when it belongs to no volume group
 */
public record PhysicalVolume(Optional<String> device, String uuid, Optional<String> groupUuid) {}
