# shellcheck shell=bash disable=SC2016
# Servers whose root lies in layers, which the kernel of this machine may not have: all files of the sample become one
# filesystem here, and the rescue system puts the layers below it. Made once, and kept.

readonly LAYERED_ROOT=1ab00001-0003-4000-8000-000000000000

# The disk of a layered server, made by fill_VARIANT in the rescue system from the SOURCE that flatten_VARIANT prepared.
layered_server() { # VARIANT PACKAGE...
    local variant=$1 key
    key=$({ echo "$SERVER" && cat "$PARTS/layers.sh" && declare -f "flatten_$variant" "fill_$variant"; } | sha256sum | cut -c 1-12)
    LAYERED=$CACHE/$variant-$key.img
    (
        flock "$lock"
        [ -e "$LAYERED" ] || make_layered "$@"
    ) {lock}>"$CACHE/$variant.lock"
}

make_layered() { # VARIANT PACKAGE...
    local variant=$1
    say "         making its server, once"
    rm -f "$CACHE/$variant"-*.img
    cp --sparse=always "$SERVER/sample.img" "$WORK/disk.img"
    cp "$SERVER/sample.lab" "$WORK/disk.lab"
    on_disk "$WORK/disk.img" flatten-inside "$NAME" "$WORK/disk-SOURCE.img" "$@" >"$WORK/flatten.log" 2>&1 ||
        fail "$NAME: the files of the server were not gathered; see $WORK/flatten.log" 'read it' 5
    rm "$WORK/disk.img" "$WORK/disk.lab"
    restore_rescue
    "fill_$variant" >"$WORK/fill.log" 2>&1 || fail "$NAME: its layers were not made; see $WORK/fill.log" 'read it' 5
    end_machine rescue
    mv "$WORK/disk-KEPT.img" "$LAYERED"
    rm -f "$WORK"/disk-*.img
}

flatten_inside() { # LOOP NAME IMAGE VARIANT PACKAGE...
    local image=$3 variant=$4
    load "$2"
    mount_server "$1"
    # What lay beside the root lies in it.
    sed -i -E '\,^[^#]\S*\s+(/var|/home|/boot/efi|none)\s,d' "$ROOT/etc/fstab"
    enter_server
    with_packages "${@:5}"
    "flatten_$variant"
    leave_server
    mke2fs -q -t ext4 -b 4096 -U "$LAYERED_ROOT" -L root -d "$ROOT" "$image" 2600M
    unmount_server
}

enter_server() {
    mount --rbind /dev "$ROOT/dev"
    mount -t proc proc "$ROOT/proc"
    mount -t sysfs sysfs "$ROOT/sys"
}

leave_server() {
    umount --recursive "$ROOT/dev" "$ROOT/proc" "$ROOT/sys"
}

with_packages() { # PACKAGE...
    local kept=$ROOT/etc/resolv.conf.kept
    [ ! -e "$ROOT/etc/resolv.conf" ] || mv "$ROOT/etc/resolv.conf" "$kept"
    cp /etc/resolv.conf "$ROOT/etc/resolv.conf"
    chroot "$ROOT" apt-get -q update
    DEBIAN_FRONTEND=noninteractive chroot "$ROOT" apt-get -q --yes --no-install-recommends install "$@"
    chroot "$ROOT" apt-get clean
    rm -r "$ROOT"/var/lib/apt/lists/* "$ROOT/etc/resolv.conf"
    [ ! -e "$kept" ] || mv "$kept" "$ROOT/etc/resolv.conf"
}

# The disk of a scenario is a layered server's, below an overlay as for the others.
use_layered_server() {
    cp --sparse=always "$LAYERED" "$WORK/disk.img"
    qemu-img create -q -f qcow2 -F raw -b disk.img "$WORK/disk.qcow2"
}

plug_source() { # PORT
    plug "{\"driver\":\"raw\",\"node-name\":\"SOURCE\",\"file\":{\"driver\":\"file\",\"filename\":\"$WORK/disk-SOURCE.img\"}}" \
        "\"driver\":\"virtio-blk-pci\",\"bus\":\"$1\"" SOURCE
}
