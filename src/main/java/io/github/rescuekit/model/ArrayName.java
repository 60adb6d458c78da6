package io.github.rescuekit.model;

/**
 * How an installed system calls an array: a line of {@code mdadm.conf(5)}.
 *
 * @param device such as {@code /dev/md0} or {@code /dev/md/root}
 * @param uuid as mdadm writes it, {@code 8961ae77:617e81fa:5ad58c54:e78a46ad}
 */
public record ArrayName(String device, String uuid) {

    /** True for its own name, and for the other spelling of a numbered one: {@code /dev/md/0} is {@code /dev/md0}. */
    public boolean isCalled(String name) {
        return numbered(device).equals(numbered(name));
    }

    private static String numbered(String name) {
        return name.replaceFirst("^/dev/md/(\\d+)$", "/dev/md$1");
    }

    /** True when a member carries that UUID, in the words of blkid: the same digits, other dashes. */
    public boolean isOf(String memberUuid) {
        return digits(uuid).equals(digits(memberUuid));
    }

    private static String digits(String text) {
        return text.replaceAll("[:-]", "");
    }
}
