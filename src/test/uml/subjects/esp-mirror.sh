# shellcheck shell=bash disable=SC2034
# A server that starts by UEFI, on a mirror whose second disk has an EFI system partition that fstab does not name.
disks=(192M 192M)

try() {
    prepare_disks >&2
    the_empty_twin_is_filled_and_emptied_again
    what_differs_is_copied_and_brought_back
    a_stub_that_leads_nowhere_is_set_right
}

prepare_disks() {
    local disk
    for disk in ubda ubdb; do
        printf '%s\n' 'label: gpt' 'size=36M, type=uefi' 'type=raid' | sfdisk -q "/dev/$disk"
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
    mkdir -p /mnt/root/run
    umount /mnt/root
    mount /dev/ubda1 /mnt/root
    mkdir -p /mnt/root/EFI/BOOT /mnt/root/EFI/debian
    head -c 900000 /dev/urandom >/mnt/root/EFI/BOOT/BOOTX64.EFI
    head -c 1500000 /dev/urandom >/mnt/root/EFI/debian/grubx64.efi
    echo configfile >/mnt/root/EFI/debian/grub.cfg
    umount /mnt/root
    udevadm settle
}

content() { # DEVICE
    mount -o ro "$1" /mnt/root
    (cd /mnt/root && find . -type f -printf "%p %m %T@ " -exec sha256sum {} \; | sort)
    umount /mnt/root
}

the_empty_twin_is_filled_and_emptied_again() {
    before=$(hash)
    answers 'the empty twin is found' 3 'Not every disk can be started.*/dev/ubdb1 holds no program' diagnose boot-loader
    equal 'looking writes no block' "$before" "$(hash)"
    answers 'it is filled' 0 'verified' repair boot-loader --yes
    equal 'with what the other one holds' "$(content /dev/ubda1 | cut -d ' ' -f 1,4)" "$(content /dev/ubdb1 | cut -d ' ' -f 1,4)"
    answers 'a second repair finds nothing to do' 0 '[Nn]othing' repair boot-loader --yes
    answers 'it is taken back' 0 'back|ndone' undo --yes
    equal 'and empty again' '' "$(content /dev/ubdb1)"
    answers 'it is filled once more' 0 'verified' repair boot-loader --yes
}

what_differs_is_copied_and_brought_back() {
    mount /dev/ubdb1 /mnt/root
    echo older >/mnt/root/EFI/debian/grubx64.efi
    umount /mnt/root
    before=$(content /dev/ubdb1)
    answers 'an older loader is found' 3 'EFI/debian/grubx64.efi +differs' diagnose boot-loader
    answers 'the newer one is copied over it' 0 'verified' repair boot-loader --yes
    equal 'and nothing else' "$(content /dev/ubda1 | cut -d ' ' -f 1,4)" "$(content /dev/ubdb1 | cut -d ' ' -f 1,4)"
    answers 'that is taken back too' 0 'back|ndone' undo --yes
    equal 'to the same bytes, modes and times' "$before" "$(content /dev/ubdb1)"
}

# As grub-install of Debian writes it, for a filesystem that was made anew since.
a_stub_that_leads_nowhere_is_set_right() {
    local esp before
    for esp in /dev/ubda1 /dev/ubdb1; do
        mount "$esp" /mnt/root
        printf '%s\n' 'search.fs_uuid 0ffba5ed-0000-4000-8000-000000000000 root hd0,gpt2 ' "set prefix=(\$root)'/boot/grub'" \
            "configfile \$prefix/grub.cfg" >/mnt/root/EFI/debian/grub.cfg
        umount /mnt/root
    done
    before=$(content /dev/ubda1)$(content /dev/ubdb1)
    answers 'a stub for a filesystem that is no more is found' 3 'does not find its menu.*searches for[ |]+UUID=0ffba5ed' \
        diagnose boot-loader
    answers 'it is set right' 0 'verified' repair boot-loader --yes
    for esp in /dev/ubda1 /dev/ubdb1; do
        mount -o ro "$esp" /mnt/root
        equal "$esp leads to the root, and the rest of it stays" \
            "search.fs_uuid $ROOT_UUID root hd0,gpt2 |set prefix=(\$root)'/boot/grub'|configfile \$prefix/grub.cfg|" \
            "$(tr '\n' '|' </mnt/root/EFI/debian/grub.cfg)"
        umount /mnt/root
    done
    answers 'a second repair of it finds nothing to do' 0 '[Nn]othing' repair boot-loader --yes
    answers 'the stub is taken back' 0 'back|ndone' undo --yes
    equal 'on both, to the same bytes, modes and times' "$before" "$(content /dev/ubda1)$(content /dev/ubdb1)"
}
