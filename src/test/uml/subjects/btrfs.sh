# shellcheck shell=bash disable=SC2034
# A root in a subvolume of a btrfs on two devices; then one of them is gone.
disks=(128M 128M)

try() {
    prepare_disks >&2
    a_root_in_a_subvolume_of_two_devices_is_found
    it_is_seen_when_a_device_is_missing
}

prepare_disks() {
    mkfs.btrfs -q -f -d raid1 -m raid1 -U "$ROOT_UUID" /dev/ubda /dev/ubdb
    udevadm settle
    mkdir -p /mnt/root /mnt/top
    mount /dev/ubda /mnt/top
    btrfs subvolume create /mnt/top/@
    mkdir /mnt/top/snapshots
    mount -o subvol=@ /dev/ubda /mnt/root
    fill_server <<END
UUID=$ROOT_UUID / btrfs subvol=@ 0 0
END
    umount /mnt/root
    btrfs subvolume snapshot -r /mnt/top/@ /mnt/top/snapshots/yesterday
    umount /mnt/top
}

a_root_in_a_subvolume_of_two_devices_is_found() {
    before=$(hash)
    answers 'the system is found once, not once for each device' 0 'Debian GNU/Linux 12' systems
    answers 'its root is the subvolume' 0 'in the subvolume @' mounts
    equal 'looking writes no block' "$before" "$(hash)"
    btrfs device scan --forget
    answers 'it is found where nobody has told the kernel of its devices' 0 'Debian GNU/Linux 12' systems
    equal 'that writes no block either' "$before" "$(hash)"
}

it_is_seen_when_a_device_is_missing() {
    wipefs -qa /dev/ubdb
    udevadm settle
    btrfs device scan --forget
    before=$(hash)
    answers 'it is seen, and the missing device is told' 0 'Debian GNU/Linux 12.*device +is +missing' systems
    equal 'a degraded look writes no block' "$before" "$(hash)"
}
