# shellcheck shell=bash disable=SC2034
# LVM: thin volumes and origins of snapshots are opened without a write, what would write is named, and so is what is not there.
disks=(96M 16M 16M 16M)
modules=(dm-snapshot dm-thin-pool dm-cache dm-cache-smq)

try() {
    prepare_disks >&2
    before=$(hash)
    what_is_silent_is_opened_and_the_rest_is_named
    groups_with_one_name_are_told_by_their_uuids
}

prepare_disks() {
    pvcreate -q /dev/ubda /dev/ubdb
    vgcreate -q -s 1M server /dev/ubda
    lvcreate -q -y -T server/pool -L 24M --poolmetadatasize 2M
    lvcreate -q -y -n root -V 40M -T server/pool
    lvcreate -q -y -s -n yesterday server/root
    lvcreate -q -y -n data -L 10M server
    lvcreate -q -y -s -n older -L 4M server/data
    lvcreate -q -y -n slow -L 10M server
    lvcreate -q -y --type cache-pool -n fast -L 9M server
    lvconvert -q -y --type cache --cachepool server/fast server/slow
    mkfs.ext4 -q /dev/server/data
    make_server /dev/server/root <<END
/dev/server/root / ext4 defaults 0 1
/dev/mapper/server-data /srv ext4 defaults 0 2
END
    vgchange -q -an server
    vgcreate -q -s 1M two /dev/ubdb
    lvcreate -q -y -n one -L 4M two
    vgchange -q -an two
    pvcreate -q /dev/ubdc /dev/ubdd
    vgcreate -q -s 1M wide /dev/ubdc /dev/ubdd
    lvcreate -q -y -n both -l 100%FREE wide
    vgchange -q -an wide
    wipefs -qa /dev/ubdd
    udevadm settle
}

what_is_silent_is_opened_and_the_rest_is_named() {
    output=$(rescuekit open 2>&1 </dev/null)
    matches 'a thin volume is opened' 'Open: volume server/root' "$output"
    matches 'its snapshot is named' 'Closed: volume server/yesterday: it is a snapshot' "$output"
    matches 'the origin of a snapshot is opened' 'Open: volume server/data' "$output"
    matches 'a cached volume is named, with what to type' 'server/slow: it is cache, which writes.*lvchange -ay server/slow' "$output"
    matches 'a volume whose disk is missing is named' 'wide/both: a disk of it is missing: the physical volume' "$output"
    matches 'a second group is opened' 'Open: volume two/one' "$output"
    answers 'the system in a thin volume is found, and its data' 0 '/srv +/dev/mapper/server-data' mounts
    answers 'all of it is closed' 0 'Closed /dev/mapper/' close
    equal 'nothing of it is left' '' "$(lvs --noheadings -o lv_active | tr -d ' \n')"
    equal 'opening, looking and closing write no block' "$before" "$(hash)"
}

groups_with_one_name_are_told_by_their_uuids() {
    local mine other only=(--config 'devices { filter = [ "a|/dev/ubdb|", "r|.*|" ] }')
    mine=$(vgs --noheadings -o vg_uuid server | tr -d ' ')
    # As if the disk came from another server: LVM that sees both would not make a second group of that name.
    vgrename -q "${only[@]}" two server >&2
    other=$(vgs --noheadings -o vg_uuid "${only[@]}" | tr -d ' ')
    udevadm settle
    local twins
    twins=$(hash)
    output=$(rescuekit open 2>&1 </dev/null)
    matches 'neither of two groups with one name is guessed' '2 volume groups are called server.*vgrename' "$output"
    matches 'each is told by its UUID' "$mine" "$output"
    matches 'the other one too' "$other" "$output"
    rescuekit close >/dev/null 2>&1
    equal 'naming them writes no block' "$twins" "$(hash)"
}
