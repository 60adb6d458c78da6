# shellcheck shell=bash disable=SC2034
# One of eight disks hangs: whatever lists the others, or looks at what is on them, does so within the deadline.
disks=(64M 64M 64M 64M 64M 64M 64M 160M)
modules=(dm-delay)
DEADLINE=15

try() {
    local letter
    for letter in b c d e f g; do mkfs.ext4 -qF "/dev/ubd$letter"; done
    make_server /dev/ubdh <<END
UUID=$ROOT_UUID / ext4 defaults 0 1
END
    local verb began
    declare -A usual
    for verb in disks systems survey; do
        began=$SECONDS
        rescuekit "$verb" >/dev/null 2>&1
        usual[$verb]=$((SECONDS - began))
    done
    # udev is told nothing, or its own reading would be what waits.
    dmsetup create hung --noudevrules --noudevsync --table "0 $(blockdev --getsz /dev/ubda) delay /dev/ubda 0 30000"
    dmsetup mknodes hung
    in_time disks '/dev/ubdb.*/dev/ubdc.*/dev/ubdd.*/dev/ubde.*/dev/ubdf.*/dev/ubdg.*/dev/ubdh.*/dev/mapper/hung could not be read'
    in_time systems '/dev/ubdh +Debian.*/dev/mapper/hung +could not be read'
    in_time survey 'Debian.*on /dev/ubdh'
    dmsetup remove --force hung
}

# What the hang adds is looked at: this kernel is slow, and slower on a busy machine.
in_time() { # VERB PATTERN
    local began=$SECONDS added
    answers "$1 tells of the others beside a disk that hangs" '[03]' "$2" "$1"
    added=$((SECONDS - began - usual[$1]))
    equal "$1 waits no longer than $DEADLINE s for a disk that hangs" yes \
        "$([ "$added" -le "$DEADLINE" ] && echo yes || echo "$added s more than the usual ${usual[$1]} s")"
}
