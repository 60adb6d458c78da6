# shellcheck shell=bash disable=SC2034
# A FAT is repaired: the second copy of the allocation table no longer agrees with the first.
disks=(64M)

try() {
    local reserved
    printf 'label: gpt\ntype=uefi\n' | sfdisk -q /dev/ubda
    udevadm settle
    mkfs.vfat -i 1AB00001 -n ESP /dev/ubda1 >&2
    reserved=$(od -An -j14 -N2 -tu2 /dev/ubda1 | tr -d ' ')
    mkdir -p /mnt/esp
    mount /dev/ubda1 /mnt/esp && echo boots >/mnt/esp/loader && umount /mnt/esp
    printf '\0\0\0\0' | dd of=/dev/ubda1 bs=1 seek=$((reserved * 512 + 4)) conv=notrunc status=none
    sync
    answers 'a damaged FAT is repaired and verified' 0 'Done and verified' fsck /dev/ubda1 --yes --accept-loss --undo-dir /run
    equal 'fsck.fat agrees' 0 "$(fsck.fat -n /dev/ubda1 >/dev/null; echo $?)"
}
