# shellcheck shell=bash disable=SC2034,SC2154
# p1 BIOS boot, p2 ext4 / (lab-root), p3 ext4 /var (lab-var), p4 XFS /home (lab-home), p5 swap (lab-swap).
summary='a whole small server, quick to make: Debian 12 and cPanel as files, ext4 / and /var, XFS /home, nothing dirty'
number=2

build() {
    new_disk 580M
    partition_gpt <<'END'
1 1M bios bios
2 176M linux root
3 64M linux var
4 304M linux home
5 rest swap swap
END
    open_disk
    boot_code
    new_ext4 2 lab-root
    new_ext4 3 lab-var
    new_xfs 4 lab-home
    new_swap 5 lab-swap
    mount_part 2 /
    mount_part 3 /var
    mount_part 4 /home
    small_debian 2 web2.example.net
    minimal_fstab
    cpanel var/spool/cron/crontabs
    logs "$(machine_id 2)" web2.example.net
    unmount
}

minimal_fstab() {
    {
        printf '# <file system> <mount point> <type> <options> <dump> <pass>\n'
        printf 'UUID=%s /     ext4 errors=remount-ro 0 1\n' "$(fs_uuid 2)"
        printf 'LABEL=lab-var /var ext4 defaults 0 2\n'
        printf '/dev/vda4 /home xfs defaults 0 2\n'
        printf 'UUID=%s none  swap sw 0 0\n' "$(fs_uuid 5)"
        secure_tmp_markers
    } | put etc/fstab
}
