# shellcheck shell=bash disable=SC2034,SC2016
# The root is the default subvolume of a btrfs: neither fstab nor the kernel's command line names it. Another one was made the
# default, and the kernel finds no /sbin/init there.
number=13
summary='btrfs: the default subvolume is not the one with the system any more'
needs=(btrfs-default-subvolume)
dead_says='No init found|\(initramfs\)'
policy=$ALLOWED$'\nrepair = btrfs-default-subvolume'

# The sample's files move into a btrfs on its last partition; what was its root becomes /boot.
break_files() {
    local top uuid
    all_on_one_filesystem
    mkfs.btrfs --quiet --force "${DISK}p6"
    uuid=$(blkid -p -s UUID -o value "${DISK}p6")
    sed -i -E '\,^[^#]\S*\s+(/|/var|/home)\s,d' "$ROOT/etc/fstab"
    printf 'UUID=%s / btrfs defaults 0 0\nUUID=%s /boot ext4 defaults 0 2\n' "$uuid" "$(blkid -p -s UUID -o value "${DISK}p3")" \
        >>"$ROOT/etc/fstab"
    sed -i "s|root=UUID=[^ ]*|root=UUID=$uuid|" "$ROOT/boot/grub/grub.cfg"
    top=$(mktemp -d /run/rescuekit-vm-btrfs.XXXXXX)
    mount "${DISK}p6" "$top"
    btrfs subvolume create "$top/@"
    cp -a "$ROOT/." "$top/@"
    rm -r "$top/@/boot" && mkdir "$top/@/boot"
    # What it should be, and what it became: the top of the filesystem.
    btrfs subvolume set-default "$top/@"
    btrfs subvolume set-default 5 "$top"
    umount "$top"
    rmdir "$top"
    only_boot
}

all_on_one_filesystem() {
    local directory
    for directory in var home; do
        cp -a "$ROOT/$directory" "$ROOT/$directory.kept"
        umount "$ROOT/$directory"
        rmdir "$ROOT/$directory"
        mv "$ROOT/$directory.kept" "$ROOT/$directory"
    done
}

# GRUB still looks below /boot of this filesystem.
only_boot() {
    find "$ROOT" -mindepth 1 -maxdepth 1 ! -name boot -exec rm -r {} +
    mv "$ROOT"/boot/* "$ROOT/"
    rmdir "$ROOT/boot"
    ln -s . "$ROOT/boot"
}

prove_well() {
    insist '/ is the subvolume with the system' in_machine server 240 '[ "$(findmnt -no FSROOT /)" = /@ ]'
}
