# shellcheck shell=bash
# An installed Debian 12 on its disk: the root unpacked, names given, boot loaders in place.

installed_debian() { # number of the root partition, host name
    tar -C "$ROOT" --zstd -xpf "$(debian_root)"
    names "$2" "$(machine_id "$1")"
    ifupdown
    # Whatever apt left for the next start of the server.
    sed -i "s|^root:[^:]*:|root:$LAB_PASSWORD:|" "$ROOT/etc/shadow"
    root_key
}

# sshd lets root in by key only; whose key this is nobody knows.
root_key() {
    put root/.ssh/authorized_keys 600 <<'END'
ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGxhYiBrZXkgb2YgcmVzY3Vla2l0LCBub2JvZHkgaGFz admin@example.net
END
}

# GRUB for a BIOS in the disk's first sectors, for UEFI in the ESP. grub-install would want the ESP
# mounted, which not every kernel can.
install_boot_loader() { # ESP partition, root partition
    local root_uuid
    root_uuid=$(fs_uuid "$2")
    enter_api_file_systems
    printf 'GRUB_DEFAULT=0\nGRUB_TIMEOUT=5\nGRUB_DISTRIBUTOR=Debian\nGRUB_CMDLINE_LINUX="console=ttyS0,115200n8"\n' |
        put etc/default/grub
    chroot "$ROOT" grub-install --target=i386-pc "$(whole_disk)" 2>&1 | without_noise
    chroot "$ROOT" update-grub 2>&1 | without_noise
    root_by_uuid "$root_uuid"
    efi_partition "$1" "$root_uuid"
    leave_api_file_systems
}

enter_api_file_systems() {
    mount --rbind /dev "$ROOT/dev"
    mount -t proc proc "$ROOT/proc"
    mount -t sysfs sysfs "$ROOT/sys"
}

leave_api_file_systems() {
    umount --recursive "$ROOT/dev" "$ROOT/proc" "$ROOT/sys"
}

without_noise() {
    grep -Ev '^(Installing for|Installation finished|Generating grub|Found (linux|initrd)|done|Warning: os-prober|Systems on them|Check GRUB_DISABLE)' || true
}

# Without /dev/disk/by-uuid here update-grub writes root=/dev/loop3p3, and the server would stop in its initramfs.
root_by_uuid() {
    sed -i "s|root=/dev/[^ ]*|root=UUID=$1|" "$ROOT/boot/grub/grub.cfg"
    grep -q "root=UUID=$1" "$ROOT/boot/grub/grub.cfg"
}

# Its configuration is inside: it finds the root by UUID and goes on with grub.cfg there.
# shellcheck disable=SC2016
efi_partition() { # ESP partition, root UUID
    printf 'search --no-floppy --fs-uuid --set=root %s\nset prefix=($root)/boot/grub\nconfigfile $prefix/grub.cfg\n' "$2" \
        >"$ROOT/tmp/grub.cfg"
    chroot "$ROOT" grub-mkimage -O x86_64-efi -o /tmp/grubx64.efi -c /tmp/grub.cfg -p /EFI/debian \
        part_gpt ext2 fat search search_fs_uuid normal linux configfile echo all_video serial terminal
    new_esp "$1" ESP debian "$ROOT/tmp/grubx64.efi"
    rm "$ROOT/tmp/grub.cfg" "$ROOT/tmp/grubx64.efi"
}
