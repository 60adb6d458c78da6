# shellcheck shell=bash disable=SC2034
# A btrfs whose default subvolume was changed to one that holds no system, and whose fstab names one that is not there: found,
# set right, and taken back.
disks=(192M)

try() {
    prepare_disks >&2
    a_changed_default_is_found_without_a_write
    it_is_set_right_and_taken_back
    a_line_of_fstab_gets_the_subvolume_that_is_there
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

# What mount(8) says of the options of that line.
mounts() {
    mount -o "ro,$(fstab_of_the_system | sed -n 's|^[^ ]* /srv/data btrfs \([^ ]*\) .*|\1|p')" /dev/ubda /mnt/top 2>/dev/null &&
        umount /mnt/top && echo mounted
}

fstab_of_the_system() {
    mount -o ro,subvol=@ /dev/ubda /mnt/root
    cat /mnt/root/etc/fstab
    umount /mnt/root
}

a_line_of_fstab_gets_the_subvolume_that_is_there() {
    mount -o subvol=@ /dev/ubda /mnt/root
    mkdir -p /mnt/root/srv/data
    echo "UUID=$ROOT_UUID /srv/data btrfs noatime,subvol=/data 0 0" >>/mnt/root/etc/fstab
    umount /mnt/root
    before=$(fstab_of_the_system)
    equal 'the kernel does not mount that line' '' "$(mounts)"
    answers 'the line is a finding' 3 'The boot stops at.*/srv/data.*there is no subvolume /data.*subvol=/@data' \
        diagnose fstab-subvolume
    answers 'and not called good by what judges the boot' 3 'what +could +not +be +mounted +here +may +stop.*on +/srv/data' leave
    answers 'it is repaired' 0 'Repaired and verified' repair fstab-subvolume --yes
    equal 'the kernel mounts it' mounted "$(mounts)"
    answers 'a second repair finds nothing to do' 0 '[Nn]othing' repair fstab-subvolume --yes
    answers 'it is taken back' 0 'back|ndone' undo --yes
    equal 'to the line that was there' "$before" "$(fstab_of_the_system)"
}
