# shellcheck shell=bash disable=SC2034
# Opened by hand, a volume is in use; what is closed is opened without a write, and closed again.
disks=(160M 160M 300M)

try() {
    server_on_a_mirror
    an_open_volume_is_in_use
    what_is_closed_is_opened_without_a_write
}

an_open_volume_is_in_use() {
    echo -n 'not a secret' | cryptsetup open --key-file - /dev/ubdc3 inner
    mkfs.ext4 -q /dev/mapper/inner
    udevadm settle
    answers 'what lies below an open volume is refused' 4 'Guard: (encrypted|in-use)' fsck /dev/ubdc3 --yes
    answers 'a filesystem in an open volume is checked' 0 'healthy +/dev/mapper/inner' check /dev/mapper/inner
    mount /dev/mapper/inner /mnt/root
    answers 'a mounted volume is refused' 4 'Guard: mounted' fsck /dev/mapper/inner --yes
    umount /mnt/root
    cryptsetup close inner
}

what_is_closed_is_opened_without_a_write() {
    mdadm -q /dev/md0 --fail /dev/ubdb --remove /dev/ubdb
    mdadm -q --stop /dev/md0
    vgchange -q -an server >&2
    udevadm settle
    before=$(hash)
    answers 'what needs a key is named' 3 'encrypted /dev/ubdc3: no key was given' open
    answers 'the survey finds the system on what was opened' '[03]' 'Debian.*on /dev/md' survey
    equal 'the volume is on' b "$(stat -Lc %F /dev/mapper/server-data | cut -c1)"
    echo -n 'not a secret' >/run/key
    echo -n 'no such key' >/run/wrong
    answers 'a key that does not fit is refused' 3 'the key does not fit' open /dev/ubdc3 --key-file /run/wrong
    answers 'a key file unlocks' 0 'Open: encrypted /dev/ubdc3 as +/dev/mapper/luks-' open /dev/ubdc3 --key-file /run/key
    answers 'all of it is closed again' 0 'Closed /dev/mapper/luks-.*Closed /dev/mapper/server-data.*Closed /dev/md' close
    equal 'no array runs' '' "$(running_arrays)"
    equal 'opening, looking and closing write no block' "$before" "$(hash)"
}
