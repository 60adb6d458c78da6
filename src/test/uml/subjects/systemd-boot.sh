# shellcheck shell=bash disable=SC2034
# A server that systemd-boot starts, on a mirror whose second disk has an EFI system partition that fstab does not name.
disks=(192M 192M)

TOKEN=1ab00000000040008000000000000009
RELEASE=6.1.0-27-amd64

try() {
    prepare_disks >&2
    it_is_whole_while_the_seeds_differ
    the_empty_twin_gets_entries_and_kernels
    a_stale_twin_is_brought_up_to_date
    a_twin_without_room_is_refused
    without_any_copy_it_is_told_what_to_do
}

prepare_disks() {
    local disk
    for disk in ubda ubdb; do
        printf '%s\n' 'label: gpt' 'size=64M, type=uefi' 'type=raid' | sfdisk -q "/dev/$disk"
    done
    udevadm settle
    mkfs.vfat -F 32 -i 1AB00001 /dev/ubda1
    mkfs.vfat -F 32 -i 1AB00002 /dev/ubdb1
    mdadm -q --create /dev/md0 --level=1 --raid-devices=2 --assume-clean --metadata=1.2 --run /dev/ubda2 /dev/ubdb2
    make_server /dev/md0 <<END
UUID=$ROOT_UUID / ext4 defaults 0 1
UUID=1AB0-0001 /boot/efi vfat umask=0077 0 1
END
    mount /dev/md0 /mnt/root
    mkdir -p /mnt/root/run /mnt/root/usr/lib/systemd/boot/efi
    rm -rf /mnt/root/boot/grub
    cp /usr/lib/systemd/boot/efi/systemd-bootx64.efi /mnt/root/usr/lib/systemd/boot/efi/
    touch /mnt/root/usr/bin/bootctl
    umount /mnt/root
    fill_esp /dev/ubda1
    cp_esp
    udevadm settle
}

# As 'bootctl install' and 'kernel-install add' of Debian 12 leave it.
fill_esp() { # DEVICE
    mount "$1" /mnt/root
    mkdir -p /mnt/root/EFI/BOOT /mnt/root/EFI/systemd /mnt/root/EFI/Linux /mnt/root/loader/entries "/mnt/root/$TOKEN/$RELEASE"
    cp /usr/lib/systemd/boot/efi/systemd-bootx64.efi /mnt/root/EFI/systemd/
    cp /usr/lib/systemd/boot/efi/systemd-bootx64.efi /mnt/root/EFI/BOOT/BOOTX64.EFI
    echo 'timeout 3' >/mnt/root/loader/loader.conf
    echo type1 >/mnt/root/loader/entries.srel
    head -c 512 /dev/urandom >/mnt/root/loader/random-seed
    head -c 8000000 /dev/urandom >"/mnt/root/$TOKEN/$RELEASE/linux"
    head -c 12000000 /dev/urandom >"/mnt/root/$TOKEN/$RELEASE/initrd.img-$RELEASE"
    cat >"/mnt/root/loader/entries/$TOKEN-$RELEASE.conf" <<END
title      Debian GNU/Linux 12 (bookworm)
version    $RELEASE
machine-id $TOKEN
sort-key   debian
options    root=UUID=$ROOT_UUID ro systemd.machine_id=$TOKEN
linux      /$TOKEN/$RELEASE/linux
initrd     /$TOKEN/$RELEASE/initrd.img-$RELEASE
END
    umount /mnt/root
}

cp_esp() {
    mkdir -p /mnt/twin
    mount -o ro /dev/ubda1 /mnt/root
    mount /dev/ubdb1 /mnt/twin
    cp -r /mnt/root/. /mnt/twin/
    head -c 512 /dev/urandom >/mnt/twin/loader/random-seed
    umount /mnt/root /mnt/twin
}

content() { # DEVICE
    mount -o ro "$1" /mnt/root
    (cd /mnt/root && find . -type f -printf '%p %m %T@ ' -exec sha256sum {} \; | sort)
    umount /mnt/root
}

files() { # DEVICE
    mount -o ro "$1" /mnt/root
    (cd /mnt/root && find . -type f ! -name random-seed -exec sha256sum {} \; | sort)
    umount /mnt/root
}

on_twin() { # COMMAND...
    mount /dev/ubdb1 /mnt/root
    (cd /mnt/root && "$@")
    umount /mnt/root
}

it_is_whole_while_the_seeds_differ() {
    before=$(hash)
    answers 'twins that differ in the seed alone are not named' 0 'No +problem +found' diagnose boot-loader
    answers 'leave follows the entry of systemd-boot' '[0-9]+' 'healthy +boot +menu:.*leads +to +its +kernel' leave
    equal 'looking writes no block' "$before" "$(hash)"
}

the_empty_twin_gets_entries_and_kernels() {
    mkfs.vfat -F 32 -i 1AB00002 /dev/ubdb1 >&2
    udevadm settle
    answers 'the empty twin is found' 3 'Not every disk can be started.*/dev/ubdb1 holds no program' diagnose boot-loader
    answers 'it is filled' 0 'verified' repair boot-loader --yes
    equal 'with what the other one holds, the seed aside' "$(files /dev/ubda1)" "$(files /dev/ubdb1)"
    answers 'a second repair finds nothing to do' 0 '[Nn]othing' repair boot-loader --yes
}

a_stale_twin_is_brought_up_to_date() {
    on_twin cp "$TOKEN/$RELEASE/linux" "$TOKEN/$RELEASE/initrd.img-$RELEASE"
    on_twin sed -i s/debian/older/ "loader/entries/$TOKEN-$RELEASE.conf"
    on_twin mkdir "$TOKEN/6.1.0-9-amd64"
    on_twin cp "loader/loader.conf" "$TOKEN/6.1.0-9-amd64/linux"
    before=$(content /dev/ubdb1)
    answers 'a stale twin is found' 3 'initrd\.img-[^,]*differs' diagnose boot-loader
    answers 'it is brought up to date' 0 'verified' repair boot-loader --yes
    equal 'what it has beyond that stays' "$(on_twin cat loader/loader.conf)" "$(on_twin cat "$TOKEN/6.1.0-9-amd64/linux")"
    equal 'all else is as on the other one' "$(files /dev/ubda1)" "$(files /dev/ubdb1 | grep -v 6.1.0-9-amd64)"
    answers 'that is taken back' 0 'back|ndone' undo --yes
    equal 'to the same bytes, modes and times' "$before" "$(content /dev/ubdb1)"
}

a_twin_without_room_is_refused() {
    mkfs.vfat -F 32 -i 1AB00002 /dev/ubdb1 >&2
    udevadm settle
    on_twin dd if=/dev/zero of=other bs=1M count=45 status=none
    before=$(content /dev/ubdb1)
    answers 'a twin without room for the kernels is refused before the first write' 4 \
        'Guard: +space' repair boot-loader --yes
    equal 'and nothing is written to it' "$before" "$(content /dev/ubdb1)"
    on_twin rm other
    on_twin dd if=/dev/zero of=other bs=1M count=38 status=none
    answers 'where they fit just so it is filled' 0 'verified' repair boot-loader --yes
    equal 'with all of them' "$(files /dev/ubda1)" "$(files /dev/ubdb1 | grep -v ./other)"
}

without_any_copy_it_is_told_what_to_do() {
    mkfs.vfat -F 32 -i 1AB00001 /dev/ubda1 >&2
    mkfs.vfat -F 32 -i 1AB00002 /dev/ubdb1 >&2
    udevadm settle
    before=$(hash)
    answers 'what is lost is told, and what to type' 3 "entries[ |]+are[ |]+lost.*root=UUID=$ROOT_UUID.*bootctl[ |]+install" diagnose boot-loader
    equal 'and nothing written' "$before" "$(hash)"
}
