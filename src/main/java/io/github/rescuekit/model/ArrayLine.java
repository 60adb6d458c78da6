package io.github.rescuekit.model;

import java.util.Optional;

/**
 * A line of {@code mdadm.conf(5)} that names an array, which may go on over several lines of text.
 *
 * @param device as it is written, such as {@code /dev/md/0} or {@code md0}
 * @param uuid as it is written
 * @param name what the superblock must call the array, such as {@code server:0}
 * @param first the number of its first line of text, counted from 1
 * @param last that of its last one
 */
public record ArrayLine(ArrayName array, String device, String uuid, Optional<String> name, int first, int last) {}
