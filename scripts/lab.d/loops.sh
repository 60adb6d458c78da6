# shellcheck shell=bash
# Loop devices: attached and released by record, and only ever those whose backing file lab made.

# Dies unless the argument is a regular file that lab made; prints its absolute path.
lab_image() {
    local given=$1 image record
    [[ -e $given || -L $given ]] || fail "$REFUSED" "$given does not exist." 'make it first: lab make NAME DIR.'
    [[ -b $given ]] && fail "$REFUSED" "$given is a block device; lab touches only image files that it made." \
        'give the path of the .img file.'
    [[ -f $given ]] || fail "$REFUSED" "$given is not a regular file." 'give the path of an .img file that lab made.'
    image=$(realpath -- "$given")
    record=${image%.img}.lab
    if [[ $image != *.img || ! -f $record || $(head -n 1 -- "$record") != "$MARKER" ]]; then
        fail "$REFUSED" "$given was not made by lab: its record ${record##*/} is missing." \
            'make an image with "lab make NAME DIR"; copy the .lab file together with the .img file.'
    fi
    [[ $(stat -c %s -- "$image") == "$(sed -n 's/^size=//p' "$record")" ]] ||
        fail "$REFUSED" "$given has not the size that lab recorded for it." 'make it again: lab make NAME DIR.'
    echo "$image"
}

lock_records() {
    mkdir -p "$RUN/attached" "$RUN/builds"
    exec {lock}>"$RUN/lock"
    flock "$lock"
}

# Device and inode: a path may have been renamed or deleted since.
file_identity() {
    stat -L -c '%Hd:%Ld %i' -- "$1"
}

loops_of() {
    loop_table "$(file_identity "$1")"
}

loop_identity() {
    loop_table '' "$1" | cut -d ' ' -f 2-
}

# Lines "loop device inode"; loops of one file identity only, without it those of one loop.
loop_table() { # file identity or nothing, loop or nothing
    # losetup of util-linux 2.38 pads the device number with escaped spaces, even with --raw.
    losetup --list --noheadings --raw --output NAME,BACK-MAJ:MIN,BACK-INO | sed 's/\\x20//g' |
        awk -v file="$1" -v loop="${2-}" 'file == $2 " " $3 { print $1 } loop == $1 { print $1, $2, $3 }'
}

attach_loop() { # image, options of losetup
    local image=$1 loop try
    shift
    # Another process may take the free device between the question and the answer.
    for try in 1 2 3 4 5; do
        if loop=$(losetup --find --show --partscan "$@" -- "$image"); then
            add_partitions "$loop"
            echo "$loop"
            return
        fi
        sleep "0.$try"
    done
    fail "$TOOL" "losetup could not attach $image." 'look for a free loop device with "losetup -a".'
}

# A kernel without partition tables finds none by itself. partx fails where there is no table, and where the kernel was
# faster; both are fine. "partx --update" would leave out partitions after a gap in the numbers (util-linux 2.38).
add_partitions() {
    local loop=$1 partition
    partx --add "$loop" 2>/dev/null || true
    for partition in "/sys/block/${loop##*/}/${loop##*/}"p*; do
        if [[ -e $partition/dev ]]; then wait_for_node "$partition"; fi
    done
}

wait_for_node() {
    local node=/dev/${1##*/} numbers
    for _ in {1..50}; do
        [[ -b $node ]] && return
        # Neither devtmpfs nor udev works here, for example in a container.
        sleep 0.02
    done
    IFS=: read -r -a numbers <"$1/dev"
    mknod -m 660 "$node" b "${numbers[@]}"
}

release_loop() {
    local loop=$1 partition
    partx --delete "$loop" 2>/dev/null || true
    for partition in "$loop"p*; do
        # A node made with mknod outlives its partition.
        if [[ -b $partition && ! -e /sys/class/block/${partition##*/} ]]; then rm -f "$partition"; fi
    done
    losetup --detach "$loop" 2>/dev/null || true
    for _ in {1..50}; do
        [[ -e /sys/block/${loop##*/}/loop/backing_file ]] || return 0
        sleep 0.02
    done
    return 1
}

# Who uses the loop or its partitions, one line each: mounts of every namespace, swap, device-mapper and the like.
users_of() {
    local loop=$1 partition holder
    for partition in "/sys/block/${loop##*/}" "/sys/block/${loop##*/}/${loop##*/}"p*; do
        [[ -e $partition/dev ]] || continue
        mounts_of "$(<"$partition/dev")" "/dev/${partition##*/}" | sed "s|^|  /dev/${partition##*/} is mounted on |"
        for holder in "$partition"/holders/*; do
            if [[ -e $holder ]]; then echo "  /dev/${partition##*/} is used by ${holder##*/}"; fi
        done
    done
    awk -v loop="$loop" '$1 ~ "^" loop "(p[0-9]+)?$" { print "  " $1 " is in use as swap" }' /proc/swaps
}

# By number, because a mount may have been made through another name; by name too, because btrfs shows a number of its own.
# cat goes on when a process ends while it reads; awk would stop there and call the rest unmounted.
mounts_of() { # number, name
    { cat /proc/[0-9]*/mountinfo 2>/dev/null || true; } |
        awk -v number="$1" -v name="$2" '{ source = $0; sub(/.* - [^ ]+ /, "", source); sub(/ .*/, "", source) }
            $3 == number || source == name { print $5 }' | sort -u
}

attach() { # image, options of losetup
    local image loop in_use
    image=$(lab_image "$1")
    shift
    lock_records
    in_use=$(loops_of "$image" | head -n 1)
    [[ -z $in_use ]] ||
        fail "$REFUSED" "$image is already attached as $in_use." "use that device, or \"lab detach $image\" first."
    # Known before it is done: "detach --all" finds it even if this process is killed in between.
    echo "$image" >"$RUN/attaching"
    loop=$(attach_loop "$image" "$@")
    printf '%s\n%s\n' "$image" "$(file_identity "$image")" >"$RUN/attached/${loop##*/}"
    rm "$RUN/attaching"
    echo "$loop"
}

detach() {
    local image loop loops
    image=$(lab_image "$1")
    lock_records
    mapfile -t loops < <(loops_of "$image")
    ((${#loops[@]})) || say "$image is not attached; nothing to do."
    for loop in "${loops[@]}"; do
        detach_loop "$loop" "$image" || exit
    done
}

detach_loop() { # loop, image: 4 when in use
    local loop=$1 image=$2 users
    users=$(users_of "$loop")
    if [[ -n $users ]]; then
        printf 'lab: %s stays attached as %s:\n%s\nNext: unmount it there, then "lab detach %s".\n' \
            "$image" "$loop" "$users" "$image" >&2
        return "$REFUSED"
    fi
    if ! release_loop "$loop"; then
        printf 'lab: %s is still held open by a program; the kernel releases it when that ends.\nNext: fuser -v %s*\n' \
            "$loop" "$loop" >&2
        return "$TOOL"
    fi
    rm -f "$RUN/attached/${loop##*/}"
}

detach_all() {
    local record loop image identity status=0
    lock_records
    clear_dead_builds
    finish_killed_attach
    for record in "$RUN"/attached/loop*; do
        [[ -f $record ]] || continue
        loop=/dev/${record##*/}
        { read -r image && read -r identity; } <"$record" || identity=unknown
        if [[ $(loop_identity "$loop") == "$identity" ]]; then
            detach_loop "$loop" "$image" || status=$?
        else
            # Released by somebody else, and the number may belong to a foreign file by now.
            rm -f "$record"
        fi
    done
    return "$status"
}

finish_killed_attach() {
    local image loop
    [[ -f $RUN/attaching ]] || return 0
    image=$(<"$RUN/attaching")
    if [[ -f $image ]]; then
        for loop in $(loops_of "$image"); do
            printf '%s\n%s\n' "$image" "$(file_identity "$image")" >"$RUN/attached/${loop##*/}"
        done
    fi
    rm "$RUN/attaching"
}
