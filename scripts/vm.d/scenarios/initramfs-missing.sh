# shellcheck shell=bash disable=SC2034
number=7
summary='the initramfs is gone: the kernel cannot mount its root'
needs=(initramfs)
dead_says='Kernel panic - not syncing: VFS'
policy=$ALLOWED$'\nrepair = initramfs'

break_files() {
    rm "$ROOT"/boot/initrd.img-*
}
