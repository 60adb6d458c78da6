# shellcheck shell=bash disable=SC2034
# A root on a mirror whose line in mdadm.conf has the UUID of an array that is no more.
disks=(128M 128M)

try() {
    prepare_disks >&2
    a_stale_uuid_is_corrected_and_taken_back
}

prepare_disks() {
    mdadm -q --create /dev/md0 --level=1 --raid-devices=2 --assume-clean --metadata=1.2 --name=0 --homehost=server --run \
        /dev/ubda /dev/ubdb
    make_server /dev/md0 <<END
/dev/md0 / ext4 defaults 0 1
END
    mount /dev/md0 /mnt/root
    mkdir -p /mnt/root/etc/mdadm
    right=$(mdadm --detail --brief /dev/md0 | sed 's|^ARRAY [^ ]*|ARRAY /dev/md/0|')
    uuid=$(grep -o 'UUID=[^ ]*' <<<"$right")
    wrong=${right/$uuid/UUID=0ffba5ed:00000000:00000000:00000000}
    printf '%s\n' 'HOMEHOST <system>' "$wrong" >/mnt/root/etc/mdadm/mdadm.conf
    umount /mnt/root
    udevadm settle
}

line() {
    mount -o ro,noload /dev/md0 /mnt/root
    tail -n 1 /mnt/root/etc/mdadm/mdadm.conf
    umount /mnt/root
}

a_stale_uuid_is_corrected_and_taken_back() {
    before=$(hash)
    answers 'the stale line is found' 3 'The boot does not find the array.*/dev/md0 +has' diagnose mdadm-conf-array
    equal 'looking writes no block' "$before" "$(hash)"
    answers 'it is corrected' 0 'done|Done|repaired' repair mdadm-conf-array --yes
    equal 'to what mdadm itself would write' "$right" "$(line)"
    answers 'a second repair finds nothing to do' 0 '[Nn]othing' repair mdadm-conf-array --yes
    answers 'it is taken back' 0 'back|ndone' undo --yes
    equal 'to the line that was there' "$wrong" "$(line)"
}
