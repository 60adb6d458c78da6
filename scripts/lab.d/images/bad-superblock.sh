# shellcheck shell=bash disable=SC2034,SC2154
# p1 ext4 / (lab-nosuper): its primary superblock is zeros, the backup at block 32768 is whole.
summary='one ext4 root whose primary superblock is zeroed; its backups are whole'
number=9

build() {
    new_disk 300M
    partition_gpt <<'END'
1 rest linux root
END
    open_disk
    new_ext4 1 lab-nosuper
    mount_part 1 /
    small_debian 1 nosuper.example.net
    root_only_fstab ext4
    unmount
    dd if=/dev/zero of="$(part 1)" bs=1024 seek=1 count=1 conv=notrunc,fsync status=none
}
