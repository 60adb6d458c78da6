# shellcheck shell=bash
# The files that boot: kernel, initramfs, squashfs, all of it in one file, and the ISO.

make_initramfs() {
    local tree=$work/initramfs release name
    step 'Making kernel and initramfs'
    release=$(kernel_release)
    install -m 644 "$root/boot/vmlinuz-$release" "$out/vmlinuz"
    mv "$root"/boot/memtest86+x64.* "$work/"
    rm -rf "${root:?}"/boot/*
    mkdir -p "$tree/bin"
    install -m 755 $HERE/initramfs/init "$tree/init"
    for name in $(busybox --list); do
        ln -sfn busybox "$tree/bin/$name"
    done
    # It lists itself.
    rm "$tree/bin/busybox"
    install -m 755 "$(command -v busybox)" "$tree/bin/busybox"
    copy_modules "$release" "$tree"
    find "$tree" -exec touch -h -d "@$(dated)" {} +
    archive "$tree" | zstd --quiet -19 >"$out/initrd"
}

# With all that they depend on; the kernel may have some of them built in.
copy_modules() { # RELEASE TREE
    local module
    for module in $(sed 's/#.*//' $HERE/initramfs/modules); do
        modprobe --dirname "$root" --set-version "$1" --show-depends "$module" ||
            fail "the kernel $1 has no module $module" "mend $HERE/initramfs/modules" 1
    done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | sort -u >"$work/modules"
    while read -r module; do
        install -D -m 644 "$module" "$2/lib/modules/$1/${module#*/lib/modules/"$1"/}"
    done <"$work/modules"
    cp "$root/lib/modules/$1"/modules.{order,builtin,builtin.modinfo} "$2/lib/modules/$1/"
    depmod --basedir "$2" "$1"
}

archive() { # TREE
    (cd "$1" && find . | LC_ALL=C sort | cpio --quiet --create --format=newc --owner=0:0 --reproducible)
}

make_squashfs() {
    step "Packing the squashfs, zstd level $level"
    rm -f "$out/rescue.squashfs"
    SOURCE_DATE_EPOCH=$(dated) mksquashfs "$root" "$out/rescue.squashfs" -comp zstd -Xcompression-level "$level" \
        -b 256K -no-progress -quiet -noappend
}

# The kernel unpacks one archive after the other; a second one must begin at a multiple of four.
make_netboot_file() {
    local tree=$work/netboot
    step 'Making the one file to boot from the network'
    mkdir "$tree"
    ln "$out/rescue.squashfs" "$tree/rescue.squashfs"
    cp "$out/initrd" "$out/netboot.initrd"
    truncate -s %4 "$out/netboot.initrd"
    archive "$tree" >>"$out/netboot.initrd"
}

make_iso() {
    local tree=$work/iso
    step 'Making the ISO'
    mkdir -p "$tree"/boot/grub "$tree/rescuekit"
    ln "$out/vmlinuz" "$out/initrd" "$tree/boot/"
    ln "$out/rescue.squashfs" "$tree/rescuekit/"
    cp "$out/sbom.txt" "$out/sbom.spdx" "$tree/rescuekit/"
    mv "$work"/memtest86+x64.* "$tree/boot/"
    cp $HERE/grub.cfg "$tree/boot/grub/grub.cfg"
    SOURCE_DATE_EPOCH=$(dated) grub-mkrescue -o "$out/rescuekit-rescue.iso" "$tree" -- \
        -volid $VOLUME >"$work/grub-mkrescue.log" 2>&1 ||
        fail "the ISO was not made: $(tail -n 1 "$work/grub-mkrescue.log")" 'see what it says' 5
}
