# shellcheck shell=bash disable=SC2034
# A root right in LUKS: crypttab calls it by a name that the boot does not use, then names a device that is not there.
disks=(128M)
LUKS_UUID=1ab00002-0004-4000-8000-000000000000

try() {
    echo 'global { event_activation = 0 }' >/etc/lvm/lvm.conf
    prepare_disks >&2
    a_wrong_name_is_corrected_and_taken_back
    a_wrong_device_is_corrected
}

prepare_disks() {
    echo -n 'not a secret' >/run/key
    cryptsetup -q luksFormat --type luks2 --uuid "$LUKS_UUID" --pbkdf pbkdf2 --pbkdf-force-iterations 1000 /dev/ubda /run/key
    cryptsetup open --key-file /run/key /dev/ubda made
    make_server /dev/mapper/made <<END
/dev/mapper/cryptroot / ext4 defaults 0 1
END
    cryptsetup close made
    crypttab "wrong UUID=$LUKS_UUID none luks"
}

crypttab() { # LINE
    cryptsetup open --key-file /run/key /dev/ubda made
    mount /dev/mapper/made /mnt/root
    echo "$1" >/mnt/root/etc/crypttab
    umount /mnt/root
    cryptsetup close made
    udevadm settle
}

line() {
    mount -o ro /dev/mapper/cryptroot /mnt/root
    cat /mnt/root/etc/crypttab
    umount /mnt/root
}

a_wrong_name_is_corrected_and_taken_back() {
    before=$(hash)
    answers 'the volume is opened under the name that fstab has for it' 0 'as +/dev/mapper/cryptroot' \
        open /dev/ubda --key-file /run/key
    answers 'the wrong name is found' 3 'looks for /dev/mapper/cryptroot, and line 1 of /etc/crypttab +unlocks it as wrong' \
        diagnose crypttab-name
    answers 'it is closed' 0 'Closed /dev/mapper/cryptroot' close
    equal 'looking writes no block' "$before" "$(hash)"
    rescuekit open /dev/ubda --key-file /run/key --write >&2
    answers 'the name is corrected' 0 'done' repair crypttab-name --yes
    equal 'and nothing else of the line' "cryptroot UUID=$LUKS_UUID none luks" "$(line)"
    answers 'a second repair finds nothing to do' 0 '[Nn]othing' repair crypttab-name --yes
    answers 'it is taken back' 0 'aken back|ndone' undo --yes
    equal 'to the line that was there' "wrong UUID=$LUKS_UUID none luks" "$(line)"
    rescuekit close >&2
}

a_wrong_device_is_corrected() {
    crypttab 'cryptroot UUID=0ffba5ed-0000-4000-8000-000000000000 none luks'
    rescuekit open /dev/ubda --key-file /run/key --write >&2
    answers 'the device is corrected' 0 'done' repair crypttab-name --yes
    equal 'to the one that holds the root' "cryptroot UUID=$LUKS_UUID none luks" "$(line)"
    rescuekit close >&2
}
