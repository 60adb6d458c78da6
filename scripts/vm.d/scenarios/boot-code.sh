# shellcheck shell=bash disable=SC2034
# Another system's installer cleared the disk's first sector but for the partition table: the firmware runs zeros.
number=5
summary="GRUB's boot code in the first sector is zeros"
needs=(boot-loader)
policy=$ALLOWED$'\nrepair = boot-loader'

break_disk() {
    dd if=/dev/zero of="$DISK" bs=440 count=1 conv=notrunc,fsync status=none
}

prove_dead() {
    insist 'the firmware starts the disk' will_say server 60 'Booting from Hard Disk'
    insist 'nothing comes after it' not will_say server 60 'GRUB|Linux version'
    insist 'the broken server does not answer to SSH' not answers_ssh server
}
