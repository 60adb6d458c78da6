# shellcheck shell=bash disable=SC2034,SC2154
# p1 BIOS boot, p2 ESP (ESP), p3 ext4 / (root), p4 ext4 /var (var), p5 swap (swap), p6 XFS /home (home).
# The journal of / is dirty: /srv/orders/order-001 to order-020 exist only after replay.
summary='the sample server: Debian 12 really installed, with cPanel, hung in its last backup (needs about 2 GB)'
number=1

build() {
    new_disk 8G
    partition_gpt <<'END'
1 1M bios bios
2 128M esp esp
3 4G linux root
4 1536M linux var
5 512M swap swap
6 rest linux home
END
    open_disk
    new_ext4 3 root
    new_ext4 4 var
    new_swap 5 swap
    new_xfs 6 home
    mount_part 3 /
    mount_part 4 /var
    mount_part 6 /home
    installed_debian 3 web1.example.net
    mkdir -p "$ROOT"/{boot/efi,backup,srv/scratch}
    sample_fstab
    cpanel var/spool/cron/crontabs
    logs "$(machine_id 3)" web1.example.net "$(basename "$ROOT"/usr/lib/modules/*)"
    install_boot_loader 2 3
    unmount
    mount_part 3 /
    crash_while_writing / srv/orders 20
}

sample_fstab() {
    put etc/fstab <<END
# /etc/fstab: static file system information.
#
# <file system> <mount point> <type> <options> <dump> <pass>
UUID=$(fs_uuid 3) / ext4 errors=remount-ro 0 1
LABEL=var /var ext4 defaults 0 2
UUID=$(fat_uuid) /boot/efi vfat umask=0077 0 1
UUID=$(fs_uuid 5) none swap sw 0 0
# Added later, by the name that the provider's console shows.
/dev/vda6 /home xfs defaults 0 2
tmpfs /srv/scratch tmpfs size=64m,nosuid,nodev 0 0
# The backup volume was cancelled in January. Without nofail the server would wait for it and stop; that is not what
# this server suffers from, so nofail it is.
UUID=0ffba5ed-0000-4000-8000-000000000000 /backup ext4 defaults,nofail 0 2
#/dev/vdb1 /srv/archive ext4 defaults 0 2
$(secure_tmp_markers)
END
}
