# shellcheck shell=bash disable=SC2034
# A btrfs whose default subvolume was changed to one that holds no system: found, set right, and taken back.
disks=(192M)

try() {
    prepare_disks >&2
    a_changed_default_is_found_without_a_write
    it_is_set_right_and_taken_back
}

prepare_disks() {
    mkfs.btrfs -q -f -U "$ROOT_UUID" /dev/ubda
    udevadm settle
    mkdir -p /mnt/root /mnt/top
    mount /dev/ubda /mnt/top
    btrfs subvolume create /mnt/top/@
    btrfs subvolume create /mnt/top/@data
    mount -o subvol=@ /dev/ubda /mnt/root
    fill_server <<END
UUID=$ROOT_UUID / btrfs defaults 0 0
END
    ln -s usr/lib /mnt/root/lib
    mkdir -p /mnt/root/boot/grub
    cat >/mnt/root/boot/grub/grub.cfg <<END
menuentry 'Debian GNU/Linux' {
	search --no-floppy --fs-uuid --set=root $ROOT_UUID
	linux /@/boot/vmlinuz-6.1.0-27-amd64 root=UUID=$ROOT_UUID ro quiet
	initrd /@/boot/initrd.img-6.1.0-27-amd64
}
END
    system=$(btrfs inspect-internal rootid /mnt/top/@)
    data=$(btrfs inspect-internal rootid /mnt/top/@data)
    btrfs subvolume set-default "$data" /mnt/top
    umount /mnt/root /mnt/top
}

by_default() {
    mount -o ro /dev/ubda /mnt/top
    btrfs subvolume get-default /mnt/top | cut -d' ' -f2
    umount /mnt/top
}

a_changed_default_is_found_without_a_write() {
    before=$(hash)
    answers 'the system is found in the subvolume that is not the default' 0 'Debian GNU/Linux 12' systems
    answers 'the changed default is a finding' 3 "@data[ |]+\\($data\\).*the system is in @ \\($system\\)" \
        diagnose btrfs-default-subvolume
    answers 'the plan names both' 3 "make subvolume $system \\(@\\) the default" \
        repair btrfs-default-subvolume --plan
    equal 'looking writes no block' "$before" "$(hash)"
}

it_is_set_right_and_taken_back() {
    answers 'it is repaired' 0 'done|Done|repaired' repair btrfs-default-subvolume --yes
    equal 'the subvolume of the system is the default' "$system" "$(by_default)"
    answers 'a second repair finds nothing to do' 0 '[Nn]othing' repair btrfs-default-subvolume --yes
    answers 'it is taken back' 0 'back|ndone' undo --yes
    equal 'to the default that was there' "$data" "$(by_default)"
}
