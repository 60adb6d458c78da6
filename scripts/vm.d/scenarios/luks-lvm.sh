# shellcheck shell=bash disable=SC2034,SC2016
# The root is a volume on LVM, in an encrypted partition whose key lies in the initramfs. crypttab has another name for it than
# it had when the initramfs was made the last time, and so Debian's hook put neither the key nor cryptsetup into it.
number=12
summary='LVM on LUKS: crypttab has a wrong name, and the initramfs does not unlock the root'
needs=(initramfs)
dead_says='ALERT!.*does not exist|\(initramfs\)'
policy=$ALLOWED$'\nopen   = yes\nrepair = initramfs'

readonly LUKS_ID=1ab00001-0012-4000-8000-000000000000 BOOT_ID=1ab00001-0012-4000-8000-000000000002
readonly LUKS_KEY='the key of this scenario'

break_server() {
    layered_server luks lvm2 cryptsetup-initramfs
    use_layered_server
}

# The volume is not open here: the hook finds no line for it, as it would under a wrong name.
flatten_luks() {
    install -d -m 700 "$ROOT/etc/keys"
    printf %s "$LUKS_KEY" | install -m 400 /dev/stdin "$ROOT/etc/keys/root.key"
    echo 'KEYFILE_PATTERN="/etc/keys/*.key"' >>"$ROOT/etc/cryptsetup-initramfs/conf-hook"
    echo "sda3_crypt UUID=$LUKS_ID /etc/keys/root.key luks" >"$ROOT/etc/crypttab"
    sed -i -E '\,^[^#]\S*\s+/\s,d' "$ROOT/etc/fstab"
    printf '/dev/mapper/web-root / ext4 errors=remount-ro 0 1\nUUID=%s /boot ext4 defaults 0 2\n' "$BOOT_ID" >>"$ROOT/etc/fstab"
    sed -i "s|root=UUID=[^ ]*|root=/dev/mapper/web-root|; s|$LAYERED_ROOT|$BOOT_ID|" "$ROOT/boot/grub/grub.cfg"
    chroot "$ROOT" update-initramfs -u
}

# GRUB still looks below /boot of the filesystem that it is on.
fill_luks() {
    plug_source port1
    plug_disk KEPT 4G port2
    in_machine rescue 2400 '
        set -ex
        timeout 60 sh -c "until [ -b /dev/disk/by-id/virtio-SOURCE ] && [ -b /dev/disk/by-id/virtio-KEPT ]; do sleep 1; done"
        disk=$(readlink -f /dev/disk/by-id/virtio-KEPT)
        printf "label: gpt\n: size=1M, type=%s\n: size=256M, type=%s, name=boot\n: type=%s, name=crypt\n" \
            21686148-6449-6E6F-744E-656564454649 0FC63DAF-8483-4772-8E79-3D69D8477DE4 CA7D7CCB-63ED-4C53-861C-1742536059CC |
            sfdisk --quiet "$disk"
        udevadm settle
        printf %s "'"$LUKS_KEY"'" >/run/server.key
        cryptsetup luksFormat --batch-mode --type luks2 --uuid '"$LUKS_ID"' --pbkdf pbkdf2 --pbkdf-force-iterations 1000 \
            --key-file /run/server.key "${disk}3"
        cryptsetup open --key-file /run/server.key "${disk}3" vda3_crypt
        vgcreate --quiet web /dev/mapper/vda3_crypt
        lvcreate --quiet --yes --name root --size 2700M web
        e2image -ra /dev/disk/by-id/virtio-SOURCE /dev/web/root
        mkfs.ext4 -q -U '"$BOOT_ID"' "${disk}2"
        mount /dev/web/root /mnt
        mkdir /run/boot
        mount "${disk}2" /run/boot
        mv /mnt/boot/* /run/boot/
        umount /run/boot
        mount "${disk}2" /mnt/boot
        ln -s . /mnt/boot/boot
        for directory in dev proc sys; do mount --bind /$directory /mnt/$directory; done
        chroot /mnt grub-install --target=i386-pc "$disk"
        umount --recursive /mnt
        vgchange --quiet --activate n web
        cryptsetup close vda3_crypt
        sync'
}

recover() {
    into_machine rescue 240 'cat >/run/server.key' <<<"$LUKS_KEY"
    in_machine rescue 240 'truncate -s -1 /run/server.key'
    policy+=$'\n'"key    = $(in_machine rescue 240 'readlink -f /dev/disk/by-partlabel/crypt') /run/server.key"
    printf '%s\n' "$policy" >"$WORK/policy"
    insist 'the server is recovered without a question' recovered
}

prove_well() {
    insist '/ is the volume in the encrypted partition' in_machine server 240 \
        '[ "$(findmnt -no SOURCE /)" = /dev/mapper/web-root ] && lsblk -rno TYPE | grep -qx crypt'
}
