# shellcheck shell=bash disable=SC2034,SC2016
# The same on disks as servers were set up for years: an MBR with logical partitions, arrays with metadata 0.90.
# shellcheck source=src/test/uml/subjects/raid-replace.sh
source "$(dirname "${BASH_SOURCE[0]}")/raid-replace.sh"
disks=(300M 300M 320M)

try() {
    old_mirror
    answers 'the plan is shown' 3 'partition table of /dev/ubda to /dev/ubdc.*mkswap.*--add /dev/ubdc5.*Nothing was changed' \
        raid replace --disk /dev/ubdc
    a_new_disk_without_grub_install
    answers 'every array is healthy afterwards' 0 'healthy +/dev/md.*healthy +/dev/md' raid status
    equal 'the kernel says so too' '0 0' "$(cat /sys/block/md0/md/degraded /sys/block/md1/md/degraded | xargs)"
    equal 'the table is that of the healthy disk, the active partition too' "$(layout /dev/ubda)" "$(layout /dev/ubdc)"
    equal 'no identifier is the same' '' "$(comm -12 <(identifiers /dev/ubda) <(identifiers /dev/ubdc))"
    equal 'swap has the UUID that fstab names' "$SWAP_UUID" "$(blkid -p -s UUID -o value /dev/ubdc6)"
    equal 'the data is what it was' "$data" "$(data)"
    stop_arrays >&2
    mdadm -q --assemble --readonly --run /dev/md0 /dev/ubdc1 >&2
    mdadm -q --assemble --readonly --run /dev/md1 /dev/ubdc5 >&2
    udevadm settle
    equal 'the new disk alone has all of the data' "$data" "$(data)"
}

# The whole answer to a script is one document, whatever was told meanwhile.
a_new_disk_without_grub_install() {
    rescuekit raid replace --disk /dev/ubdc --yes --json >/run/answer 2>/run/told </dev/null
    equal 'a new disk takes the place of a lost one; without grub-install nothing starts it' 3 $?
    equal 'which is told as one JSON document' 'true nothing-to-do' "$(perl -MJSON::PP -0777 -ne \
        '$it = decode_json($_)->{result}; print $it->{verified}, " ", $it->{bootLoader}[0]{state}' /run/answer |
        sed 's/^1 /true /')"
    matches 'with the reason' 'the first sector holds no boot code.*no grub-install' "$(</run/answer)"
}

old_mirror() {
    local disk
    for disk in /dev/ubda /dev/ubdb; do
        sfdisk -q "$disk" <<END
label: dos
1: size=150M, type=fd, bootable
2: type=5
5: size=60M, type=fd
6: size=20M, type=82
END
        udevadm settle
    done
    mkswap -q -L swap-a /dev/ubda6
    mkswap -q -L swap-b -U "$SWAP_UUID" /dev/ubdb6
    mdadm -q --create /dev/md0 --level=1 --raid-devices=2 --assume-clean --metadata=0.90 --run /dev/ubda1 /dev/ubdb1
    mdadm -q --create /dev/md1 --level=1 --raid-devices=2 --assume-clean --metadata=0.90 --run /dev/ubda5 /dev/ubdb5
    make_server /dev/md0 <<END
UUID=$ROOT_UUID / ext4 defaults 0 1
LABEL=swap-a none swap sw 0 0
UUID=$SWAP_UUID none swap sw 0 0
END
    dd if=/dev/urandom of=/dev/md1 bs=1M count=20 conv=fsync
    lose_the_second_disk /dev/ubda1 /dev/ubda5
} >&2
