# shellcheck shell=bash disable=SC2034
# The first superblock of / is zeros; GRUB cannot read its own files there. The backups are whole.
number=3
summary='the primary superblock of the ext4 root is zeros'
bus=scsi
dead_says='unknown filesystem|grub[^a-z]*rescue>'
fsck=3
policy=$ALLOWED

break_disk() {
    dd if=/dev/zero of="${DISK}p3" bs=1024 seek=1 count=1 conv=notrunc,fsync status=none
}

