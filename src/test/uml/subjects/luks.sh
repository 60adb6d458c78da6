# shellcheck shell=bash disable=SC2034
# LUKS: the root in a volume of an encrypted disk, its data on another one whose key lies on that root.
disks=(128M 32M 48M)

try() {
    # As in a rescue system: udev switches no volume on.
    echo 'global { event_activation = 0 }' >/etc/lvm/lvm.conf
    prepare_disks >&2
    before=$(hash)
    what_is_asked_for_is_named
    a_passphrase_opens_the_root_and_its_crypttab_the_data
    a_header_that_is_lost_comes_from_its_backup
    a_volume_in_which_luks_lies_is_opened_first
    what_udev_switched_on_is_closed_too
}

luks() { # DEVICE KEY VERSION UUID
    echo -n "$2" | cryptsetup -q luksFormat --type "$3" --uuid "$4" --pbkdf pbkdf2 --pbkdf-force-iterations 1000 "$1" -
}

prepare_disks() {
    luks /dev/ubda 'not a secret' luks2 1ab00002-0001-4000-8000-000000000000
    echo -n 'not a secret' | cryptsetup open --key-file - /dev/ubda made
    pvcreate -q /dev/mapper/made
    vgcreate -q -s 1M server /dev/mapper/made
    lvcreate -q -y -n root -L 90M server
    head -c 64 /dev/urandom >/run/data.key
    luks /dev/ubdb other luks1 1ab00002-0002-4000-8000-000000000000
    echo -n other | cryptsetup -q luksAddKey --pbkdf-force-iterations 1000 --key-file - /dev/ubdb /run/data.key
    cryptsetup open --key-file /run/data.key /dev/ubdb data
    mkfs.ext4 -q /dev/mapper/data
    cryptsetup close data
    make_server /dev/server/root <<END
/dev/mapper/server-root / ext4 defaults 0 1
/dev/mapper/secrets /srv ext4 defaults 0 2
/home/data.img /home/data ext4 loop,nofail 0 0
/home /media/ftp none bind 0 0
END
    mount /dev/server/root /mnt/root
    mkdir -p /mnt/root/etc/keys
    (echo '0123456789'; cat /run/data.key) >/mnt/root/etc/keys/data
    cat >/mnt/root/etc/crypttab <<END
cryptroot UUID=1ab00002-0001-4000-8000-000000000000 none luks
secrets UUID=1ab00002-0002-4000-8000-000000000000 /etc/keys/data luks,keyfile-offset=11
END
    umount /mnt/root
    vgchange -q -an server
    cryptsetup close made
    pvcreate -q /dev/ubdc
    vgcreate -q -s 1M below /dev/ubdc
    lvcreate -q -y -n vault -L 40M below
    luks /dev/below/vault 'not a secret' luks2 1ab00002-0003-4000-8000-000000000000
    vgchange -q -an below
    udevadm settle
    echo -n 'not a secret' >/run/key
}

what_is_asked_for_is_named() {
    answers 'without a key it is said what asks for it' 3 'encrypted /dev/ubda: no key was given.*open /dev/ubda asks' open
    answers 'an empty descriptor is refused' 2 'descriptor 0 does not hold a secret' open /dev/ubda --passphrase-fd 0
    answers 'and closed' 0 'Closed' close
}

a_passphrase_opens_the_root_and_its_crypttab_the_data() {
    output=$(echo 'not a secret' | rescuekit open /dev/ubda --passphrase-fd 0 2>&1)
    matches 'a passphrase by descriptor opens what lies in it, by its name' 'as +/dev/mapper/cryptroot.*Open: volume server/root' "$output"
    answers 'crypttab of the root unlocks the data by its key file' 3 '/dev/ubdb as +/dev/mapper/secrets' open
    answers 'and fstab is resolved' '[03]' '/srv +/dev/mapper/secrets +by its name' mounts
    answers 'all of it is closed' 0 'Closed /dev/mapper/below-vault' close
    equal 'nothing of it is left' '' "$(dmsetup ls --target crypt | grep -v 'No devices')"
    equal 'unlocking, looking and closing write no block' "$before" "$(hash)"
}

a_header_that_is_lost_comes_from_its_backup() {
    cryptsetup luksHeaderBackup /dev/ubdb --header-backup-file /run/header
    dd if=/dev/ubdb of=/run/first bs=1M count=1 status=none
    dd if=/dev/zero of=/dev/ubdb bs=1M count=1 conv=notrunc status=none
    udevadm settle
    local lost
    lost=$(hash)
    equal 'the hash tells of a block that was written' differs "$([ "$lost" = "$before" ] || echo differs)"
    answers 'a header backup opens a device whose header is gone' 0 'Open: encrypted /dev/ubdb' \
        open /dev/ubdb --header /run/header --key-file /run/data.key
    answers 'and it is closed' 0 'Closed /dev/mapper/luks-' close
    equal 'the device stays as it is' "$lost" "$(hash)"
    dd if=/run/first of=/dev/ubdb bs=1M conv=notrunc status=none
    udevadm settle
}

a_volume_in_which_luks_lies_is_opened_first() {
    rescuekit open /dev/ubdc >/dev/null 2>&1
    answers 'LUKS on LVM is opened' 0 'Open: encrypted /dev/mapper/below-vault' open /dev/mapper/below-vault --key-file /run/key
    answers 'from the top down' 0 'Closed /dev/mapper/luks-.*Closed /dev/mapper/below-vault' close
    equal 'and nothing was written' "$before" "$(hash)"
}

what_udev_switched_on_is_closed_too() {
    # Here it does switch on, as in a rescue system that is a usual server.
    rm /etc/lvm/lvm.conf
    rescuekit open /dev/ubda --key-file /run/key >/dev/null 2>&1
    udevadm settle
    equal 'udev has switched the volume on' b "$(stat -Lc %F /dev/mapper/server-root | cut -c1)"
    answers 'it is closed with what it lies in' 0 'Closed /dev/mapper/server-root.*Closed /dev/mapper/cryptroot' close
    equal 'that writes no block either' "$before" "$(hash)"
}
