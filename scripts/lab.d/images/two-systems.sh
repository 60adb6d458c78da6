# shellcheck shell=bash disable=SC2034,SC2154
# p1 BIOS boot, p2 ext4 / of Debian 12 (debian-root), p3 ext4 / of AlmaLinux 9 (alma-root), p4 swap of both (lab-swap).
summary='two installed systems on one disk: Debian 12 on p2, AlmaLinux 9 with cPanel on p3'
number=3

build() {
    new_disk 440M
    partition_gpt <<'END'
1 1M bios bios
2 200M linux debian
3 200M linux alma
4 rest swap swap
END
    open_disk
    boot_code
    new_ext4 2 debian-root
    new_ext4 3 alma-root
    new_swap 4 lab-swap
    mount_part 2 /
    small_debian 2 old.example.net
    two_systems_fstab 2
    unmount
    mount_part 3 /
    small_alma 3 new.example.org
    two_systems_fstab 3
    TMPDSK_SIZE=64M cpanel var/spool/cron
    logs "$(machine_id 3)" new.example.org "$ALMA_KERNEL"
    unmount
}

two_systems_fstab() {
    printf 'UUID=%s / ext4 defaults 1 1\nLABEL=lab-swap none swap defaults 0 0\n' "$(fs_uuid "$1")" | put etc/fstab
}
