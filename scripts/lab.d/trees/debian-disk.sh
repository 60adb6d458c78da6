# shellcheck shell=bash
# A disk with a Debian 12 that was really installed and has nothing wrong: it boots from BIOS and UEFI, and takes what address
# its network gives it. Left mounted.

debian_disk() { # host name
    new_disk 2400M
    partition_gpt <<'END'
1 1M bios bios
2 64M esp esp
3 1900M linux root
4 rest swap swap
END
    open_disk
    new_ext4 3 root
    new_swap 4 swap
    mount_part 3 /
    installed_debian 3 "$1"
    any_network
    mkdir -p "$ROOT/boot/efi"
    put etc/fstab <<END
UUID=$(fs_uuid 3) / ext4 errors=remount-ro 0 1
UUID=$(fat_uuid) /boot/efi vfat umask=0077 0 1
UUID=$(fs_uuid 4) none swap sw 0 0
END
    install_boot_loader 2 3
}

any_network() {
    printf 'auto lo\niface lo inet loopback\n' | put etc/network/interfaces
    put etc/systemd/network/any.network <<'END'
[Match]
Name=e*

[Network]
DHCP=yes
END
    mkdir -p "$ROOT/etc/systemd/system/multi-user.target.wants"
    ln -s /lib/systemd/system/systemd-networkd.service \
        "$ROOT/etc/systemd/system/multi-user.target.wants/systemd-networkd.service"
}
