# shellcheck shell=bash disable=SC2034
# An update was cut off: the newest kernel's initramfs ends before its shell, and the kernel panics. The previous pair works.
number=9
summary='the newest kernel panics, the previous one works'
needs=(boot-previous-kernel)
dead_says='Kernel panic - not syncing'
policy=$ALLOWED$'\nrepair = boot-previous-kernel'

break_files() {
    local release newest
    release=$(basename "$ROOT"/usr/lib/modules/*)
    newest=6.1.0-99-cloud-amd64
    cp "$ROOT/boot/vmlinuz-$release" "$ROOT/boot/vmlinuz-$newest"
    cp "$ROOT/boot/config-$release" "$ROOT/boot/config-$newest"
    head -c 100000 "$ROOT/boot/initrd.img-$release" >"$ROOT/boot/initrd.img-$newest"
    cp -r "$ROOT/usr/lib/modules/$release" "$ROOT/usr/lib/modules/$newest"
    ln -sfn "boot/vmlinuz-$newest" "$ROOT/vmlinuz"
    ln -sfn "boot/initrd.img-$newest" "$ROOT/initrd.img"
    # The entry of the menu that boots by itself, as update-grub would write it; the old ones stay below.
    sed -i "0,/^menuentry /{/^menuentry /i\\
menuentry 'Debian GNU/Linux' --class debian --class gnu-linux --class gnu --class os {\\
\\tinsmod gzio\\
\\tinsmod part_gpt\\
\\tinsmod ext2\\
\\tsearch --no-floppy --fs-uuid --set=root 1ab00001-0003-4000-8000-000000000000\\
\\tlinux\\t/boot/vmlinuz-$newest root=UUID=1ab00001-0003-4000-8000-000000000000 ro console=ttyS0,115200n8\\
\\tinitrd\\t/boot/initrd.img-$newest\\
}
}" "$ROOT/boot/grub/grub.cfg"
}
