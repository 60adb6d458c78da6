# shellcheck shell=bash
# The server that is broken: the lab's sample, a Debian 12 with GRUB, guest agent and cPanel's files, as a provider's machine.

readonly SERVER_NETWORK=203.0.113.10:22,net=203.0.113.0/24,host=203.0.113.1,dns=203.0.113.3
readonly SERVER_ID=1ab0000100034000a000000000000000
# Partitions of the sample: what they are called, and where they belong.
part_uuid() { printf '1ab00001-%04d-4000-9000-000000000000' "$1"; }
readonly SERVER_MOUNTS=(3:/ 4:/var 6:/home)

# Made once: the sample lets in our key, and carries data whose checksums are known.
server() {
    local key
    key=$({
        cat scripts/lab.d/images/sample.sh scripts/lab.d/*.sh scripts/lab.d/trees/* "$CACHE/key.pub"
        declare -f prepare_inside secure_tmp_for_real some_data manifest
    } | sha256sum | cut -c 1-12)
    SERVER=$CACHE/server-$key
    [ ! -e "$SERVER/manifest" ] || return 0
    say 'Making the server, once'
    rm -rf "$CACHE"/server-*
    mkdir -p "$SERVER"
    scripts/lab make sample "$SERVER" >"$SERVER/log" 2>&1 ||
        fail "the sample server was not made; see $SERVER/log" 'scripts/lab make sample DIR' 5
    on_disk "$SERVER/sample.img" prepare-inside "$SERVER/manifest.part" >>"$SERVER/log" 2>&1 ||
        fail "the sample server was not prepared; see $SERVER/log" 'read it' 5
    mv "$SERVER/manifest.part" "$SERVER/manifest"
}

# Runs a verb of this script in a mount namespace of its own, with the image's loop device as its first argument.
on_disk() { # IMAGE VERB ARGUMENT...
    local image=$1 verb=$2 loop status=0
    shift 2
    loop=$(scripts/lab attach "$image") || return 1
    setpriv --pdeathsig KILL unshare --mount --propagation private scripts/vm "$verb" "$loop" "$@" </dev/null || status=1
    scripts/lab detach "$image" || status=1
    return "$status"
}

mount_server() { # LOOP
    local part
    ROOT=$(mktemp -d /run/rescuekit-vm-root.XXXXXX)
    # shellcheck disable=SC2064
    trap "umount --recursive '$ROOT' 2>/dev/null || true; rmdir '$ROOT'" EXIT
    for part in "${SERVER_MOUNTS[@]}"; do
        mount_copy "$1p${part%%:*}" "$ROOT${part#*:}"
    done
}

# The other lane may have a copy with the same UUID mounted.
mount_copy() { # DEVICE DIRECTORY
    local options=rw
    [ "$(blkid -p -s TYPE -o value "$1")" != xfs ] || options=rw,nouuid
    mount -o "$options" "$1" "$2"
}

unmount_server() {
    umount --recursive "$ROOT"
}

prepare_inside() { # LOOP MANIFEST
    mount_server "$1"
    cat "$CACHE/key.pub" >>"$ROOT/root/.ssh/authorized_keys"
    secure_tmp_for_real
    some_data
    manifest >"$2"
    unmount_server
}

# The sample's program only notes that it was called; this one mounts what cPanel's does. Where nobody mounts /tmp, logind waits
# for the line of fstab, which the kernel refuses, and each login takes 25 s.
secure_tmp_for_real() {
    cat >"$ROOT/usr/local/cpanel/scripts/securetmp" <<'PROGRAM'
#!/bin/sh
[ ! -e /var/cpanel/version/securetmp_disabled ] || exit 0
mountpoint -q /tmp || mount -o loop,noexec,nosuid,nodev /usr/tmpDSK /tmp
mount --bind /tmp /var/tmp
PROGRAM
}

# What a customer would miss: many small files, a few large ones, links and modes.
some_data() {
    local number
    mkdir -p "$ROOT/srv/shop" "$ROOT/home/shopone/mail/cur"
    for number in {1..300}; do
        printf 'message %d\n%s\n' "$number" "$(seq "$number" $((number + 200)))" >"$ROOT/home/shopone/mail/cur/$number"
    done
    for number in {1..6}; do
        perl -e 'srand(shift); print map { chr int rand 256 } 1 .. 2097152' "$number" >"$ROOT/srv/shop/picture-$number"
    done
    ln -sfn picture-1 "$ROOT/srv/shop/cover"
}

manifest() {
    (
        cd "$ROOT"
        find etc/passwd etc/shadow etc/ssh home srv var/cpanel var/spool/cron -xdev -type f -print0 | sort -z |
            xargs -0 sha256sum
    )
}

# The disk of a scenario: a copy of the server, broken as the scenario says, below an overlay that machines write to.
break_server() {
    cp --sparse=always "$SERVER/sample.img" "$WORK/disk.img"
    cp "$SERVER/sample.lab" "$WORK/disk.lab"
    on_disk "$WORK/disk.img" break-inside "$NAME" >"$WORK/break.log" 2>&1 ||
        fail "$NAME: the server could not be broken; see $WORK/break.log" 'read it' 5
    qemu-img create -q -f qcow2 -F raw -b disk.img "$WORK/disk.qcow2"
}

break_inside() { # LOOP NAME
    load "$2"
    WORK=$PWD/target/vm/$NAME
    DISK=$1
    mount_server "$DISK"
    # The provider moved the server to another kind of disk, and its fstab went with it.
    [ "$bus" = virtio ] || sed -i "s|^/dev/vda6|UUID=$(blkid -p -s UUID -o value "${DISK}p6")|" "$ROOT/etc/fstab"
    break_files
    unmount_server
    break_disk
    sync "$DISK"
}

# What a scenario breaks in the mounted server (ROOT), and on its unmounted disk (DISK).
break_files() { :; }
break_disk() { :; }

# Without graphics the BIOS and GRUB speak on the serial line; with system management mode each of their words takes
# milliseconds under emulation, and GRUB minutes.
start_server() {
    local program=()
    [ "$firmware" != uefi ] || mapfile -t program < <(uefi_firmware)
    start_machine server "$SERVER_NETWORK" -machine pc,graphics=off,smm=off -m 1024 -boot strict=on \
        -device virtio-net-pci,netdev=net,addr=3,romfile= -device virtio-rng-pci,addr=4 \
        -device virtio-serial-pci,addr=5 -chardev "socket,path=$SOCKETS/server.agent,server=on,wait=off,id=agent" \
        -device virtserialport,chardev=agent,name=org.qemu.guest_agent.0 \
        -drive "file=$WORK/disk.qcow2,if=none,id=disk,format=qcow2,cache=unsafe" $(disk_device) "${program[@]}"
}

# Its variables are new ones: a provider's move of a server loses them too.
uefi_firmware() {
    cp /usr/share/OVMF/OVMF_VARS_4M.fd "$WORK/disk-variables.img"
    printf -- '-drive\nif=pflash,format=raw,readonly=on,file=%s\n-drive\nif=pflash,format=raw,file=%s\n' \
        /usr/share/OVMF/OVMF_CODE_4M.fd "$WORK/disk-variables.img"
}

disk_device() {
    case $bus in
        virtio) echo '-device virtio-blk-pci,drive=disk,serial=SERVER,bootindex=1,addr=6' ;;
        scsi) echo '-device virtio-scsi-pci,id=scsi,addr=6 -device scsi-hd,bus=scsi.0,drive=disk,serial=SERVER,bootindex=1' ;;
        sata) echo '-device ich9-ahci,id=sata,addr=6 -device ide-hd,bus=sata.0,drive=disk,serial=SERVER,bootindex=1' ;;
        nvme) echo '-device nvme,drive=disk,serial=SERVER,bootindex=1,addr=6' ;;
    esac
}
