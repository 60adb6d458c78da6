# shellcheck shell=bash disable=SC2034
# An XFS with changes in its log lost its superblock. Linux 6.1 replays nothing over the copies that mkfs.xfs made: they name
# no realtime inodes and count no inode. Linux 7.2 does.
linux=linux.uml
disks=(400M)
modules=(xfs)

try() {
    make_dirty
    xfs_repair /dev/ubda >&2
    equal 'the kernel does not replay the log over a copy of the superblock' 'not mounted' "$(replayed)"
    make_dirty
    answers 'fsck completes the copy, and the log is replayed' 0 'rbmino = .*journal was replayed.*Done and verified' \
        fsck /dev/ubda --yes --accept-loss --no-undo
    equal 'what only the log had is there' 300 "$(replayed)"
}

make_dirty() {
    local number
    mkfs.xfs -q -f /dev/ubda
    mkdir -p /mnt/root
    mount /dev/ubda /mnt/root
    mkdir /mnt/root/orders
    for number in {1..300}; do
        echo "order $number" >"/mnt/root/orders/$number"
    done
    xfs_io -x -c 'shutdown -f' /mnt/root
    umount /mnt/root
    dd if=/dev/zero of=/dev/ubda bs=512 count=1 conv=notrunc,fsync
} >&2

replayed() {
    if mount /dev/ubda /mnt/root 2>/dev/null; then
        find /mnt/root/orders -type f | wc -l
        umount /mnt/root
    else
        echo 'not mounted'
    fi
}
