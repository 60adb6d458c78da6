# shellcheck shell=bash disable=SC2034,SC2154
# p1 XFS / (lab-dirtyxfs). /srv/orders/order-001 to order-020 exist only after the log is replayed.
summary='one XFS root with a dirty log; 20 files in /srv/orders exist only after replay'
number=10

build() {
    new_disk 320M
    partition_gpt <<'END'
1 rest linux root
END
    open_disk
    new_xfs 1 lab-dirtyxfs
    mount_part 1 /
    small_debian 1 dirty-xfs.example.net
    root_only_fstab xfs
    unmount
    mount_part 1 /
    crash_while_writing / srv/orders 20
}
