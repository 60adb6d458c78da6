# shellcheck shell=bash disable=SC2034
number=8
summary='the initramfs lacks the driver of the disk: it never finds its root'
needs=(initramfs)
dead_says='ALERT!.*does not exist|\(initramfs\)'
policy=$ALLOWED$'\nrepair = initramfs'

# Only the modules: what else lies in it stays as it was made.
break_files() {
    local tree initramfs
    tree=$(mktemp -d /run/rescuekit-vm-initramfs.XXXXXX)
    for initramfs in "$ROOT"/boot/initrd.img-*; do
        (
            cd "$tree" || exit 1
            zstd -dcq "$initramfs" | cpio --quiet --extract --make-directories
            find . -name 'virtio_blk.ko*' -delete
            find . | cpio --quiet --create --format=newc | zstd -1 -q >"$tree.new"
        )
        cp "$tree.new" "$initramfs"
    done
    rm -r "$tree" "$tree.new"
}
