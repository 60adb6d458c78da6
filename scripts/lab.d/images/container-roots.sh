# shellcheck shell=bash disable=SC2034,SC2154
# p1 BIOS boot, p2 ext4 / (host-root), p3 ext4 /backup (host-backup) with a whole older root at its top as well.
summary='one real system, and roots that are not: docker, LXC, a chroot, a backup directory and a backup volume'
number=14

build() {
    new_disk 420M
    partition_gpt <<'END'
1 1M bios bios
2 280M linux root
3 rest linux backup
END
    open_disk
    boot_code
    new_ext4 2 host-root
    new_ext4 3 host-backup
    mount_part 2 /
    small_debian 2 host.example.net
    printf 'UUID=%s / ext4 defaults 0 1\nLABEL=host-backup /backup ext4 defaults,nofail 0 2\n' "$(fs_uuid 2)" | put etc/fstab
    mount_part 3 /backup
    docker_root
    lxc_root
    chroot_root
    backup_roots
    unmount
}

# A tree like the host's, with other names and what makes a tree look like a root.
look_alike() { # directory below ROOT, host name, number in place of a partition
    local ROOT=$ROOT/$1
    mkdir -p "$ROOT"
    directories
    debian_release
    names "$2" "$(machine_id "$3")"
    accounts
    package_database
}

docker_root() {
    local layers=$ROOT/var/lib/docker/overlay2 layer=4f1c0d
    look_alike "var/lib/docker/overlay2/$layer/diff" 3fa2b6c1d0e9 90
    rm "$layers/$layer/diff/etc/machine-id"
    touch "$layers/$layer/diff/.dockerenv"
    mkdir -p "$layers/$layer"/{merged,work} "$layers/l"
    echo ABCDEFGHIJKLMNOPQRSTUVWXYZ >"$layers/$layer/link"
}

lxc_root() {
    look_alike var/lib/lxc/mail/rootfs mail 91
    put var/lib/lxc/mail/config <<<$'lxc.rootfs.path = dir:/var/lib/lxc/mail/rootfs\nlxc.uts.name = mail'
}

chroot_root() {
    look_alike srv/chroot/bookworm build 92
    rm "$ROOT/srv/chroot/bookworm/etc/machine-id"
    put srv/chroot/bookworm/etc/debian_chroot <<<'bookworm'
}

# A copy of a root is the hardest to tell from a root: kernel, fstab and machine-id are there.
backup_roots() {
    local old=$ROOT/backup/old-root
    look_alike backup/old-root host.example.net 2
    cp -a "$ROOT/boot" "$ROOT/etc/fstab" "$old/" && mv "$old/fstab" "$old/etc/"
    cp -a "$ROOT/usr/lib/modules" "$old/usr/lib/"
    cp -a "$old"/{bin,boot,etc,lib,sbin,usr,var} "$ROOT/backup/"
    touch -d 2023-04-01 "$ROOT/backup/etc/fstab" "$old/etc/fstab"
}
