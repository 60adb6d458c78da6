# shellcheck shell=bash disable=SC2034
# update-grub ran where the disk was a loop device: in a chroot of an image, or of a rescue system without udev.
number=10
summary='grub.cfg tells the kernel root=/dev/loop0p3'
needs=(boot-root-argument)
dead_says='ALERT!.*does not exist|\(initramfs\)'
policy=$ALLOWED$'\nrepair = boot-root-argument'

break_files() {
    sed -i 's|root=UUID=[^ ]*|root=/dev/loop0p3|' "$ROOT/boot/grub/grub.cfg"
}
