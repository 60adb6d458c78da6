# shellcheck shell=bash
# Making an image: the work is done in private mount and process namespaces which the kernel takes down with their
# first process, so that even a killed lab leaves no mount and no program behind; loop devices are released by record.

make_image() { # name, directory, prefix or nothing
    local name=$1 directory=$2 prefix=$3 outputs number status=0
    setup
    load_recipe "$name"
    refuse_foreign_outputs "$directory"
    prefix=${prefix:-$(printf '1ab0%04d' "$number")}
    STAGE=$(mktemp -d "$directory/.lab-build.XXXXXX")
    record_build "$STAGE"
    trap 'interrupted' INT TERM HUP
    trap 'clear_build' EXIT
    build_in_namespaces "$name" "$prefix" "$STAGE" || status=$?
    ((status == 0)) || fail "$TOOL" "making $name failed; nothing was kept." 'read the lines above.'
    publish "$directory"
}

load_recipe() {
    # What a recipe may leave unsaid.
    outputs=("$1")
    # shellcheck disable=SC1090
    source "$PARTS/images/$1.sh"
}

refuse_foreign_outputs() {
    local output image
    for output in "${outputs[@]}"; do
        image=$1/$output.img
        [[ -e $image || -L $image ]] || continue
        image=$(lab_image "$image")
        [[ -z $(loops_of "$image") ]] ||
            fail "$REFUSED" "$image is attached and would be replaced." "release it first: lab detach $image"
    done
}

record_build() {
    mkdir -p "$RUN/attached" "$RUN/builds"
    build_record=$(mktemp "$RUN/builds/XXXXXX")
    printf '%s\n%s\n' "$1" "$$ $(started_at $$)" >"$build_record"
}

# A process number alone may have been given to another process since.
started_at() {
    sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
}

# unshare dies with this shell (pdeathsig), the first process inside with unshare, everything else inside with that.
build_in_namespaces() {
    setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child=KILL --mount-proc --propagation private \
        "$LAB" build-inside "$@" </dev/null >&2 &
    builder=$!
    wait "$builder"
}

interrupted() {
    trap '' INT TERM HUP
    say 'interrupted; cleaning up'
    exit 130
}

clear_build() {
    trap '' INT TERM HUP
    if [[ -n ${builder-} ]]; then
        kill -KILL "$builder" 2>/dev/null || true
        wait "$builder" 2>/dev/null || true
    fi
    clear_stage "$STAGE"
    rm -f "$build_record"
}

clear_stage() {
    local stage=$1 image loop
    for image in "$stage"/*.img; do
        [[ -f $image ]] || continue
        for loop in $(loops_of "$image"); do
            release_loop "$loop" || say "$loop is still held open; the kernel releases it later."
        done
    done
    rm -rf --one-file-system -- "$stage"
}

clear_dead_builds() {
    local record stage process started
    for record in "$RUN"/builds/*; do
        [[ -f $record ]] || continue
        if { read -r stage && read -r process started; } <"$record"; then
            if [[ $(started_at "$process") == "$started" ]]; then
                say "a make is at work in $stage; left alone."
                continue
            fi
            if [[ ${stage##*/} == .lab-build.* && -d $stage ]]; then clear_stage "$stage"; fi
        fi
        rm -f "$record"
    done
}

publish() { # directory
    local directory=$1 output
    for output in "${outputs[@]:1}"; do
        cp --sparse=always --reflink=auto "$STAGE/disk.img" "$STAGE/$output.img"
    done
    mv "$STAGE/disk.img" "$STAGE/${outputs[0]}.img"
    for output in "${outputs[@]}"; do
        # An image without a record is refused: the record goes first and comes last.
        rm -f "$directory/$output.lab"
        mv -f "$STAGE/$output.img" "$directory/$output.img"
        { echo "$MARKER"; cat "$STAGE/layout"; } >"$directory/$output.lab"
        say "made $directory/$output.img"
    done
}

build_inside() { # name, prefix, stage
    # What a recipe works with.
    NAME=$1 PREFIX=$2 STAGE=$3 IMAGE=$3/disk.img ROOT=$3/root LOOP=''
    trap 'say "failed in ${FUNCNAME[0]:-?} line $LINENO: $BASH_COMMAND"' ERR
    set -E
    umask 022
    mkdir "$ROOT"
    load_recipe "$NAME"
    build
    write_layout >"$STAGE/layout"
    close_disk
}

write_layout() {
    local partition
    # shellcheck disable=SC2154
    printf 'name=%s\nsummary=%s\nmade=%s\nsize=%s\nprefix=%s\n' \
        "$NAME" "$summary" "$(date +%Y-%m-%dT%H:%M:%SZ)" "$(stat -c %s "$IMAGE")" "$PREFIX"
    [[ -n $LOOP ]] || open_disk
    for partition in "$LOOP"p*; do
        if [[ -b $partition ]]; then
            # No file system is an answer: a BIOS boot partition has none.
            printf 'p%s %s\n' "${partition#"$LOOP"p}" \
                "$(blkid -p -s TYPE -s UUID -s LABEL -s PART_ENTRY_UUID "$partition" | cut -d ' ' -f 2-)"
        fi
    done
}
