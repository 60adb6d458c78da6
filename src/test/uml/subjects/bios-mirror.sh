# shellcheck shell=bash disable=SC2034
# A server that a BIOS starts, on a mirror whose second disk has GRUB's core image and no boot code.
disks=(160M 160M)

try() {
    prepare_disks >&2
    the_second_disk_gets_its_boot_code
}

prepare_disks() {
    local disk modules=/usr/lib/grub/i386-pc
    for disk in ubda ubdb; do
        printf '%s\n' 'label: gpt' 'size=1M, type=21686148-6449-6E6F-744E-656564454649' 'type=raid' | sfdisk -q "/dev/$disk"
    done
    udevadm settle
    mdadm -q --create /dev/md0 --level=1 --raid-devices=2 --assume-clean --metadata=1.2 --run /dev/ubda2 /dev/ubdb2
    make_server /dev/md0 <<END
UUID=$ROOT_UUID / ext4 defaults 0 1
END
    mount /dev/md0 /mnt/root
    mkdir -p /mnt/root/boot/grub/i386-pc /mnt/root/usr/sbin
    touch /mnt/root/usr/sbin/grub-install /mnt/root/usr/sbin/grub-mkconfig
    echo 'menuentry server {}' >/mnt/root/boot/grub/grub.cfg
    cp "$modules/boot.img" "$modules/normal.mod" /mnt/root/boot/grub/i386-pc/
    grub-mkimage -O i386-pc -d "$modules" -p '(md/0)/boot/grub' -o /mnt/root/boot/grub/i386-pc/core.img \
        biosdisk part_gpt mdraid1x ext2 normal
    for disk in ubda ubdb; do
        dd if=/mnt/root/boot/grub/i386-pc/core.img of="/dev/${disk}1" conv=fsync status=none
    done
    # As grub-bios-setup does: where the core image begins, and no check of the drive number.
    head -c 440 "$modules/boot.img" >/run/code
    printf '\x00\x08\0\0\0\0\0\0' | dd of=/run/code bs=1 seek=$((0x5c)) conv=notrunc status=none
    printf '\x90\x90' | dd of=/run/code bs=1 seek=$((0x66)) conv=notrunc status=none
    dd if=/run/code of=/dev/ubda conv=notrunc,fsync status=none
    umount /mnt/root
    udevadm settle
}

the_second_disk_gets_its_boot_code() {
    before=$(hash)
    answers 'the disk that does not start is named' 3 'Not every disk can be started.*/dev/ubdb: the first sector' diagnose boot-loader
    equal 'looking writes no block' "$before" "$(hash)"
    answers 'it gets its boot code' 0 'verified' repair boot-loader --yes
    equal 'the same as the other one' "$(head -c 440 /dev/ubda | sha256sum)" "$(head -c 440 /dev/ubdb | sha256sum)"
    answers 'a second repair finds nothing to do' 0 '[Nn]othing' repair boot-loader --yes
    answers 'it is taken back' 0 'back|ndone' undo --yes
    equal 'to zeros' "$(head -c 440 /dev/zero | sha256sum)" "$(head -c 440 /dev/ubdb | sha256sum)"
}
