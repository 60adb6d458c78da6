# shellcheck shell=bash disable=SC2034
# md of every level and every kind of superblock: opened read-only, degraded ones too, and never resynced by a look.
disks=(24M 24M 24M 24M)
modules=(raid0 raid10 raid456)

try() {
    local level metadata count
    # As in a rescue system: udev assembles nothing by itself.
    mount -t tmpfs none /etc/mdadm
    echo 'AUTO -all' >/etc/mdadm/mdadm.conf
    for level in '0 1.2 2' '1 0.90 2' '5 1.0 3' '6 1.1 4' '10 1.2 4'; do
        read -r level metadata count <<<"$level"
        an_array_is_opened_without_a_write "$level" "$metadata" "$count"
    done
    an_array_that_lost_a_disk_is_opened_without_a_resync
}

members() { printf '/dev/ubd%s\n' a b c d | head -n "$1"; }

create() { # LEVEL METADATA COUNT
    local devices
    mapfile -t devices < <(members "$3")
    yes | mdadm -q --create /dev/md0 --level="$1" --metadata="$2" --raid-devices="$3" --assume-clean --run "${devices[@]}" >&2
    udevadm settle
    mkfs.ext4 -qF /dev/md0 >&2
    udevadm settle
}

forget() {
    mdadm -q --stop /dev/md0 >&2
    local device
    for device in /dev/ubd[a-d]; do
        mdadm -q --zero-superblock --force "$device" >&2
        wipefs -qa "$device"
    done
    udevadm settle
}

stop() {
    mdadm -q --stop /dev/md0 >&2
    udevadm settle
}

an_array_is_opened_without_a_write() { # LEVEL METADATA COUNT
    create "$@"
    stop
    local before
    before=$(hash)
    answers "raid$1 with metadata $2 is opened" '[03]' "Open: raid$1 of .* as /dev/md" open
    equal "the filesystem on raid$1 is seen" ext4 "$(blkid -p -s TYPE -o value "/dev/$(running_arrays)")"
    answers "raid$1 is closed" 0 'Closed /dev/md' close
    equal "raid$1 with metadata $2: no block was written" "$before" "$(hash)"
    forget
}

an_array_that_lost_a_disk_is_opened_without_a_resync() {
    create 5 1.2 3
    mdadm -q /dev/md0 --fail /dev/ubdc --remove /dev/ubdc >&2
    mkfs.ext4 -qF /dev/md0 >&2
    stop
    local before
    before=$(hash)
    answers 'raid5 without a disk is opened and told degraded' '[03]' 'Open: raid5 of .*it runs degraded' open
    equal 'no resync or recovery runs' '' "$(grep -E 'resync =|recovery =' /proc/mdstat)"
    answers 'it is closed' 0 'Closed /dev/md' close
    equal 'the degraded array was not written to' "$before" "$(hash)"
    forget
}
