# shellcheck shell=bash disable=SC2034
number=6
summary='/boot/grub is gone: GRUB finds neither its modules nor its menu'
bus=sata
needs=(boot-loader)
# The console moves its cursor between the words.
dead_says='grub[^a-z]*rescue>'
dead_within=90
policy=$ALLOWED$'\nrepair = boot-loader'

break_files() {
    with_a_kernel_for_sata
    rm -r "$ROOT/boot/grub"
}

# The sample's kernel is the one for clouds, which has no AHCI.
with_a_kernel_for_sata() {
    enter_server
    with_packages linux-image-amd64 linux-image-cloud-amd64- "linux-image-$(basename "$ROOT"/usr/lib/modules/*)-"
    leave_server
}
