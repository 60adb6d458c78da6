# shellcheck shell=bash disable=SC2034,SC2016
# Power was lost while /home was written to, and its superblock did not survive: the kernel mounts nothing, and xfs_repair
# alone stops at the log.
number=4
summary='XFS on /home: its log is dirty and its primary superblock is zeros'
dead_says='You are in emergency mode|Give root password for maintenance'
fsck=6
# A copy of all of it has no room in the memory of this machine.
fsck_options='--no-undo'
policy=$ALLOWED

# The log is dirty because the image is taken while mounted; the damage comes after.
break_files() {
    local number
    mkdir -p "$ROOT/home/devacct/orders"
    for number in {1..50}; do
        echo "order $number" >"$ROOT/home/devacct/orders/$number"
    done
    xfs_io -x -c 'shutdown -f' "$ROOT/home"
}

break_disk() {
    [ "$(xfs_logprint -t "${DISK}p6" | grep -c 'state: <DIRTY>')" = 1 ]
    dd if=/dev/zero of="${DISK}p6" bs=512 count=1 conv=notrunc,fsync status=none
}

prove_well() {
    insist '/home is mounted' in_machine server 240 '[ "$(findmnt -no FSTYPE /home)" = xfs ]'
}
