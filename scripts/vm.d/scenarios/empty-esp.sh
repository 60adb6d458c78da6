# shellcheck shell=bash disable=SC2034
# The EFI system partition was formatted: the firmware finds no program on it.
number=14
summary='UEFI: the EFI system partition is empty'
firmware=uefi
needs=(boot-loader)
dead_says='No bootable option or device was found|Shell>'
policy=$ALLOWED$'\nrepair = boot-loader'

break_disk() {
    mkfs.vfat -F 32 -i 1AB00001 -n ESP "${DISK}p2"
}
