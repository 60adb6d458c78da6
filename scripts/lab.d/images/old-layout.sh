# shellcheck shell=bash disable=SC2034,SC2154
# MBR 0x1ab00005: p1 ext3 / (old-root), p2 ext3 /var (old-var), p3 swap. fstab says /dev/sda1, /dev/sda2, /dev/sda3.
summary='a provider'"'"'s image of 2012: MBR, ext3, GRUB legacy, Debian 6 without os-release, fstab by /dev/sda names'
number=5

build() {
    new_disk 420M
    sfdisk --quiet "$IMAGE" <<END
label: dos
label-id: 0x$PREFIX
1 : size=240M, type=83, bootable
2 : size=140M, type=83
3 : type=82
END
    open_disk
    new_ext3 1 old-root
    new_ext3 2 old-var
    new_swap 3 ''
    mount_part 1 /
    mount_part 2 /var
    old_debian ns1234567.example.net
    unmount
}
