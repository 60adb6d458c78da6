# shellcheck shell=bash disable=SC2034
# An encrypted disk of data got another UUID than crypttab has: its key still opens it, and the line is corrected, as systemd
# reads it; then the disk is gone, and the boot is let go on without it.
disks=(96M 32M)
NOW=1ab00002-0006-4000-8000-000000000000
GONE=0ffba5ed-0000-4000-8000-000000000000

try() {
    prepare_disks >&2
    the_key_of_the_line_opens_the_volume
    the_line_is_corrected_and_taken_back
    the_boot_goes_on_without_a_volume_that_is_gone
    a_volume_that_no_line_unlocks_is_told
}

prepare_disks() {
    head -c 64 /dev/urandom >/run/data.key
    cryptsetup -q luksFormat --type luks2 --uuid "$NOW" --pbkdf pbkdf2 --pbkdf-force-iterations 1000 /dev/ubdb /run/data.key
    cryptsetup open --key-file /run/data.key /dev/ubdb made
    mkfs.ext4 -q /dev/mapper/made
    cryptsetup close made
    make_server /dev/ubda <<END
UUID=$ROOT_UUID / ext4 defaults 0 1
/dev/mapper/data /srv ext4 defaults 0 2
END
    mount /dev/ubda /mnt/root
    mkdir -p /mnt/root/etc/keys
    cp /run/data.key /mnt/root/etc/keys/data
    printf '# <target> <source> <key> <options>\ndata\tUUID=%s /etc/keys/data luks\n' "$GONE" >/mnt/root/etc/crypttab
    umount /mnt/root
    udevadm settle
}

file() { # PATH
    mount -o ro /dev/ubda /mnt/root
    cat "/mnt/root$1"
    umount /mnt/root
}

# What systemd makes of both files: the units that the boot needs, and what unlocks.
units() {
    local made
    made=$(mktemp -d)
    mount -o ro /dev/ubda /mnt/root
    export SYSTEMD_CRYPTTAB=/mnt/root/etc/crypttab SYSTEMD_FSTAB=/mnt/root/etc/fstab SYSTEMD_PROC_CMDLINE="root=UUID=$ROOT_UUID"
    mkdir "$made"/{normal,early,late}
    for generator in cryptsetup fstab; do
        /lib/systemd/system-generators/systemd-"$generator"-generator "$made"/{normal,early,late}
    done
    unset SYSTEMD_CRYPTTAB SYSTEMD_FSTAB SYSTEMD_PROC_CMDLINE
    umount /mnt/root
    (cd "$made/normal" && ls ./*.target.* && grep ExecStart= 'systemd-cryptsetup@data.service')
    rm -rf "$made"
}

the_key_of_the_line_opens_the_volume() {
    before=$(hash)
    answers 'the key of the line whose device is nowhere opens it, by the name of the line' 0 \
        '/dev/ubdb as +/dev/mapper/data' open
    answers 'the line is found, and what it stops' 3 \
        'stops at line 2 \(data\) of /etc/crypttab.*line 2 of /etc/fstab mounts /dev/mapper/data on /srv' diagnose
    answers 'and what judges the boot says so too' 3 'boot +stops +at +line +2 +of +/etc/crypttab' leave
    answers 'it is closed' 0 'Closed /dev/mapper/data' close
    equal 'looking writes no block' "$before" "$(hash)"
}

the_line_is_corrected_and_taken_back() {
    rescuekit open --write >&2
    answers 'the line is corrected' 0 'done' repair crypttab-missing-device --yes
    equal 'by its device alone' "data	UUID=$NOW /etc/keys/data luks" "$(file /etc/crypttab | tail -n 1)"
    matches 'systemd unlocks what is there' "by-uuid/$NOW" "$(units)"
    answers 'a second repair finds nothing to do' 0 '[Nn]othing' repair crypttab-missing-device --yes
    answers 'it is taken back' 0 'aken back|ndone' undo --yes
    equal 'to the line that was there' "data	UUID=$GONE /etc/keys/data luks" "$(file /etc/crypttab | tail -n 1)"
    rescuekit close >&2
}

the_boot_goes_on_without_a_volume_that_is_gone() {
    dd if=/dev/ubdb of=/run/saved bs=1M status=none
    dd if=/dev/zero of=/dev/ubdb bs=1M count=32 conv=notrunc status=none
    udevadm settle
    answers 'a disk whose beginning is lost may be the one: nothing is changed' 3 'no known +superblock' \
        repair crypttab-missing-device --yes
    mkfs.ext4 -qF /dev/ubdb
    udevadm settle
    matches 'the boot needs it before' 'cryptsetup.target.requires.*local-fs.target.requires: *srv.mount' \
        "$(units | sed 's/^-.mount//')"
    answers 'nofail is given to both lines' 0 'done' repair crypttab-missing-device --yes
    equal 'in crypttab' "data	UUID=$GONE /etc/keys/data luks,nofail" "$(file /etc/crypttab | tail -n 1)"
    equal 'and in fstab' '/dev/mapper/data /srv ext4 defaults,nofail 0 2' "$(file /etc/fstab | tail -n 1)"
    matches 'the boot only wants it then' 'cryptsetup.target.wants.*local-fs.target.wants:.*srv.mount' "$(units)"
    answers 'it is taken back' 0 'aken back|ndone' undo --yes
    dd if=/run/saved of=/dev/ubdb bs=1M conv=notrunc status=none
    udevadm settle
}

a_volume_that_no_line_unlocks_is_told() {
    mount /dev/ubda /mnt/root
    rm /mnt/root/etc/crypttab
    cryptsetup open --key-file /run/data.key /dev/ubdb data
    sed -i "s|^/dev/mapper/data|UUID=$(blkid -p -o value -s UUID /dev/mapper/data)|" /mnt/root/etc/fstab
    umount /mnt/root
    udevadm settle
    answers 'a filesystem in a volume that no line unlocks stops the boot' 3 \
        'lies in /dev/ubdb, which the +boot does not unlock.*give it a line in /etc/crypttab' diagnose fstab-missing-device
    cryptsetup close data
}
