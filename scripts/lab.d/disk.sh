# shellcheck shell=bash
# The words recipes are written in: partitions, file systems, mounts. IMAGE is the disk, ROOT where it is mounted.

declare -A GPT_TYPE=(
    [bios]=21686148-6449-6E6F-744E-656564454649 [esp]=C12A7328-F81F-11D2-BA4B-00A0C93EC93B
    [linux]=0FC63DAF-8483-4772-8E79-3D69D8477DE4 [swap]=0657FD6D-A4AB-43C4-84E5-0933C84B4F4F
)

fs_uuid() { printf '%s-%04d-4000-8000-000000000000' "$PREFIX" "$1"; }
part_uuid() { printf '%s-%04d-4000-9000-000000000000' "$PREFIX" "$1"; }
disk_uuid() { printf '%s-0000-4000-8000-000000000000' "$PREFIX"; }
machine_id() { printf '%s%04d4000a000000000000000' "$PREFIX" "$1"; }
fat_uuid() { printf '%s-%s' "${PREFIX:0:4}" "${PREFIX:4}" | tr '[:lower:]' '[:upper:]'; }

new_disk() {
    truncate -s "$1" "$IMAGE"
}

# Reads lines "number size kind name"; the size "rest" takes what is left.
partition_gpt() {
    {
        printf 'label: gpt\nlabel-id: %s\n' "$(disk_uuid)"
        while read -r number size kind name; do
            printf '%s : size=%s, type=%s, uuid=%s, name="%s"\n' \
                "$number" "${size/rest/+}" "${GPT_TYPE[$kind]}" "$(part_uuid "$number")" "$name"
        done
    } | sfdisk --quiet "$IMAGE"
}

open_disk() {
    LOOP=$(attach_loop "$IMAGE")
}

close_disk() {
    [[ -n $LOOP ]] || return 0
    release_loop "$LOOP" || fail "$TOOL" "$LOOP could not be released." 'look at "losetup -a".'
    LOOP=''
}

# Prints the device of a partition, and only if it is still a partition of the image being made.
part() {
    [[ $(loop_identity "$LOOP") == "$(file_identity "$IMAGE")" ]] ||
        fail "$REFUSED" "$LOOP does not belong to $IMAGE." 'this is a bug of lab.'
    echo "${LOOP}p$1"
}

# Block size as on a server: mke2fs would take 1 KiB for a small one. Inode tables are written at once: otherwise the kernel fills them in later, behind the back of who counts writes.
new_ext4() { # partition, label, options
    local partition=$1 label=$2
    shift 2
    mke2fs -q -F -t ext4 -b 4096 -U "$(fs_uuid "$partition")" -L "$label" \
        -E "lazy_itable_init=0,lazy_journal_init=0,hash_seed=$(fs_uuid "$partition")" "$@" "$(part "$partition")"
}

new_ext3() {
    mke2fs -q -F -t ext3 -b 4096 -U "$(fs_uuid "$1")" -L "$2" -E "hash_seed=$(fs_uuid "$1")" "$(part "$1")"
}

new_xfs() {
    mkfs.xfs -q -f -m uuid="$(fs_uuid "$1")" -L "$2" "$(part "$1")"
}

new_btrfs() {
    mkfs.btrfs -q -f -U "$(fs_uuid "$1")" -L "$2" "$(part "$1")" >/dev/null ||
        fail "$TOOL" 'mkfs.btrfs failed; it refuses a UUID that any attached disk has already.' \
            'detach the other image, or choose other UUIDs with --prefix.'
}

# Made in a file and copied: the kernel may know no vfat, and mtools complains about devices without geometry.
new_esp() { # partition, label, vendor's directory, its UEFI program
    local esp=$STAGE/esp device
    device=$(part "$1")
    truncate -s "$(blockdev --getsize64 "$device")" "$esp"
    mkfs.vfat -F 32 -i "$PREFIX" -n "$2" "$esp" >/dev/null
    mmd -i "$esp" ::EFI ::EFI/BOOT "::EFI/$3"
    mcopy -i "$esp" "$4" ::EFI/BOOT/BOOTX64.EFI
    mcopy -i "$esp" "$4" "::EFI/$3/grubx64.efi"
    dd if="$esp" of="$device" bs=1M conv=sparse,notrunc,fsync status=none
    rm "$esp"
}

new_swap() {
    mkswap -q -U "$(fs_uuid "$1")" -L "$2" "$(part "$1")"
}

mount_part() { # partition, directory below ROOT, options
    local device directory=$ROOT/${2#/} options=${3:-rw}
    device=$(part "$1")
    # The same image may be mounted already, from another directory; XFS refuses the second of one UUID.
    if [[ $(blkid -p -s TYPE -o value "$device") == xfs ]]; then options+=,nouuid; fi
    mkdir -p "$directory"
    mount -o "$options" "$device" "$directory"
}

unmount() {
    umount --recursive "$ROOT"
}

# Writes files and keeps the disk as it is then, as a power cut would: the files are in the journal and not yet in their
# place. "xfs_io -c shutdown" is not enough: ext4 still writes everything to its place when it is unmounted.
crash_while_writing() { # mount point below ROOT, directory below it, number of files
    local directory=$ROOT/$1/$2 number file
    mkdir -p "$directory"
    for ((number = 1; number <= $3; number++)); do
        file=$directory/order-$(printf '%03d' "$number")
        echo "order $number, paid" >"$file"
        sync "$file"
    done
    cp --sparse=always "$IMAGE" "$STAGE/after-power-cut"
    unmount
    close_disk
    mv "$STAGE/after-power-cut" "$IMAGE"
}

# Reads the content from standard input.
put() { # path below ROOT, mode
    mkdir -p "$ROOT/$(dirname "$1")"
    cat >"$ROOT/$1"
    chmod "${2:-644}" "$ROOT/$1"
}

whole_disk() {
    local first
    first=$(part 1)
    echo "${first%p1}"
}
