# shellcheck shell=bash disable=SC2034,SC2154
# p1 BIOS boot, p2 btrfs (lab-btrfs): subvolumes @ (/), @home (/home) and @snapshots, in it "before-upgrade", read-only.
summary='one btrfs with the subvolumes @ and @home, and a read-only snapshot of @'
number=11

build() {
    new_disk 400M
    partition_gpt <<'END'
1 1M bios bios
2 rest linux root
END
    open_disk
    boot_code
    new_btrfs 2 lab-btrfs
    mount_part 2 /
    btrfs_subvolumes
    unmount
    mount_part 2 / subvol=@
    mount_part 2 /home subvol=@home
    small_debian 2 snap.example.net
    btrfs_fstab
    plain_home
    unmount
    mount_part 2 /
    btrfs -q subvolume snapshot -r "$ROOT/@" "$ROOT/@snapshots/before-upgrade"
    unmount
    mount_part 2 / subvol=@
    put etc/motd <<<'Upgraded after the snapshot was taken.'
    unmount
}

btrfs_subvolumes() {
    local name
    for name in @ @home @snapshots; do
        btrfs -q subvolume create "$ROOT/$name"
    done
}

btrfs_fstab() {
    {
        printf 'UUID=%s / btrfs defaults,subvol=@ 0 0\n' "$(fs_uuid 2)"
        printf 'UUID=%s /home btrfs defaults,subvol=@home 0 0\n' "$(fs_uuid 2)"
        printf 'UUID=%s /.snapshots btrfs defaults,subvol=@snapshots 0 0\n' "$(fs_uuid 2)"
    } | put etc/fstab
    mkdir -p "$ROOT/.snapshots"
    # The boot loader's files lie in the subvolume.
    sed -i 's|insmod ext2|insmod btrfs|; s|/boot/\(vmlinuz\|initrd\)|/@/boot/\1|; s|ro console|ro rootflags=subvol=@ console|' \
        "$ROOT/boot/grub/grub.cfg"
}

plain_home() {
    install -d -m 750 "$ROOT/home/admin"
    put home/admin/notes.txt <<<'kept in @home'
}
