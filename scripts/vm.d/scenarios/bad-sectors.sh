# shellcheck shell=bash disable=SC2034,SC2016
# A dying disk: two sectors in the tables of inodes of /var cannot be read. A repair would write to that disk and is
# refused; a copy has all but these sectors, and is repaired instead.
number=23
summary='sectors of /var cannot be read: fsck refuses, ddrescue copies the rest, the copy is repaired'
from_login=''

play() {
    break_server
    start_rescue
    plug_disk COPY 2G port2
    timed repair copy_first
    outcome=passed
}

# Of the first group, which has the root directory, and of another one.
break_disk() {
    local start block
    start=$(<"/sys/class/block/${DISK##*/}p4/start")
    for block in $(dumpe2fs "${DISK}p4" 2>/dev/null | sed -n 's/.*Inode table at \([0-9]*\)-.*/\1/p' | sed -n '1p;3p'); do
        echo $((start + block * 8 + 3))
    done >"$WORK/sectors"
    # Marked as having errors: there would be something to repair.
    debugfs -w -R 'ssv state 2' "${DISK}p4"
}

# What the rescue system sees of the server's disk.
disk_node() {
    local sector errors=''
    while read -r sector; do
        errors+="${errors:+,}{\"event\":\"none\",\"iotype\":\"read\",\"errno\":5,\"once\":false,\"sector\":$sector}"
    done <"$WORK/sectors"
    printf '{"driver":"blkdebug","node-name":"SERVER","image":%s,"inject-error":[%s]}' "$(disk_file)" "$errors"
}

copy_first() {
    local code=0
    in_machine rescue 600 'rescuekit fsck /dev/disk/by-partlabel/var --yes --accept-loss' >"$WORK/refused.txt" 2>&1 || code=$?
    insist 'fsck refuses to write to a failing disk' [ "$code" = 4 ]
    insist 'it names the guard, and the copy to make' grep -q 'failing-disk' "$WORK/refused.txt"
    insist 'ddrescue copies the rest' in_machine rescue 600 \
        'ddrescue --force --idirect --no-scrape /dev/disk/by-partlabel/var /dev/disk/by-id/virtio-COPY /run/map &&
         ddrescue --force --idirect --retry-passes=1 /dev/disk/by-partlabel/var /dev/disk/by-id/virtio-COPY /run/map' >"$WORK/copy.txt"
    insist 'only these sectors are missing' in_machine rescue 240 '[ "$(grep -c "  -$" /run/map)" = 2 ]'
    insist 'the copy is repaired' in_machine rescue 600 \
        'rescuekit fsck "$(readlink -f /dev/disk/by-id/virtio-COPY)" --yes --accept-loss --no-undo' >"$WORK/repaired.txt"
    insist 'it is mounted, and its files are there' in_machine rescue 240 \
        'mount /dev/disk/by-id/virtio-COPY /mnt && [ -d /mnt/lib/dpkg ] && umount /mnt'
}
