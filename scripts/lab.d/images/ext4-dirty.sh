# shellcheck shell=bash disable=SC2034,SC2154
# p1 ext4 / (lab-dirty). /srv/orders/order-001 to order-020 exist only after the journal is replayed.
summary='one ext4 root with a dirty journal; 20 files in /srv/orders exist only after replay'
number=12

build() {
    new_disk 200M
    partition_gpt <<'END'
1 rest linux root
END
    open_disk
    new_ext4 1 lab-dirty
    mount_part 1 /
    small_debian 1 dirty.example.net
    root_only_fstab ext4
    unmount
    mount_part 1 /
    crash_while_writing / srv/orders 20
}
