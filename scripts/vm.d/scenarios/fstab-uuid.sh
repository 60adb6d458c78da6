# shellcheck shell=bash disable=SC2034
# /var was made anew once and fstab was forgotten: the boot waits for a filesystem that is not there, then gives up.
number=2
summary='fstab names /var by the UUID of a filesystem that is no more'
bus=nvme
needs=(fstab-missing-device)
dead_says='You are in emergency mode|Give root password for maintenance'
policy=$ALLOWED$'\nrepair = fstab-missing-device'

break_files() {
    sed -i 's|^LABEL=var |UUID=5741e5a1-0000-4000-8000-000000000000 |' "$ROOT/etc/fstab"
}

# As a server has it that ran.
break_disk() {
    tune2fs -M /var "${DISK}p4"
}
