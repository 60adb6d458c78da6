# shellcheck shell=bash disable=SC2034
# A mirror of two disks with partitions lost one, and a new one takes its place: table, swap, EFI system partition, members.
# /dev/ubda and /dev/ubdb are the mirror, /dev/ubdc is new, /dev/ubdd too small.
disks=(300M 300M 320M 200M)

ESP_PARTUUID=1ab00001-0002-4000-9000-0000000000ef
SWAP_UUID=5a5a0000-0009-4000-8000-000000000000

try() {
    mirror_with_partitions
    a_disk_that_is_not_empty_is_refused
    a_new_disk_takes_the_place_of_a_lost_one
    an_old_half_comes_back
    a_rebuild_goes_on_when_nobody_watches
}

# The second disk of fstab is the one that is lost.
mirror_with_partitions() {
    local disk
    for disk in /dev/ubda /dev/ubdb; do
        sfdisk -q "$disk" <<END
label: gpt
1: size=1M, type=linux, name="kept free"
2: size=40M, type=uefi, name="EFI System, both", attrs="RequiredPartition"
3: size=150M, type=raid
4: size=20M, type=swap
5: size=30M, type=raid
END
        udevadm settle
    done
    sfdisk -q --part-uuid /dev/ubdb 2 "$ESP_PARTUUID"
    mkfs.vfat -n ESP -i 1AB00001 /dev/ubda2
    mkfs.vfat -n ESP /dev/ubdb2
    mkswap -q -L swap-a /dev/ubda4
    mkswap -q -L swap-b -U "$SWAP_UUID" /dev/ubdb4
    mdadm -q --create /dev/md0 --level=1 --raid-devices=2 --assume-clean --metadata=1.2 --bitmap=internal --run \
        /dev/ubda3 /dev/ubdb3
    mdadm -q --create /dev/md1 --level=1 --raid-devices=2 --assume-clean --metadata=1.0 --run /dev/ubda5 /dev/ubdb5
    make_server /dev/md0 <<END
UUID=$ROOT_UUID / ext4 defaults 0 1
UUID=1AB0-0001 /boot/efi vfat umask=0077 0 1
PARTUUID=$ESP_PARTUUID /boot/efi2 vfat umask=0077,nofail 0 1
LABEL=swap-a none swap sw 0 0
UUID=$SWAP_UUID none swap sw 0 0
END
    dd if=/dev/urandom of=/dev/md1 bs=1M count=20 conv=fsync
    make_directory_for_the_second_esp
    fill_esp /dev/ubda2
    lose_the_second_disk /dev/ubda3 /dev/ubda5
} >&2

make_directory_for_the_second_esp() {
    mount /dev/md0 /mnt/root
    mkdir /mnt/root/boot/efi2
    umount /mnt/root
}

fill_esp() { # DEVICE
    mount "$1" /mnt/root
    mkdir -p /mnt/root/EFI/BOOT /mnt/root/EFI/debian
    head -c 900000 /dev/urandom >/mnt/root/EFI/BOOT/BOOTX64.EFI
    head -c 1500000 /dev/urandom >/mnt/root/EFI/debian/grubx64.efi
    echo configfile >/mnt/root/EFI/debian/grub.cfg
    umount /mnt/root
}

esp_content() { # DEVICE
    mount -o ro "$1" /mnt/root
    (cd /mnt/root && find . -type f -print0 | sort -z | xargs -0 sha256sum)
    umount /mnt/root
}

# Both arrays run on, by the members of the first one.
lose_the_second_disk() { # MEMBER-OF-MD0 MEMBER-OF-MD1
    data=$(data)
    stop_arrays
    blank /dev/ubdb
    udevadm settle
    mdadm -q --assemble --run /dev/md0 "$1"
    mdadm -q --assemble --run /dev/md1 "$2"
    mdadm -q --readonly /dev/md0
    udevadm settle
}

stop_arrays() {
    mdadm -q --stop /dev/md0
    mdadm -q --stop /dev/md1
    udevadm settle
    mdadm -q --stop --scan
}

blank() { # DISK
    blkdiscard -fz "$1" || dd if=/dev/zero of="$1" bs=1M
    sync
    blockdev --rereadpt "$1"
}

# What the server holds, from its arrays; what Rescuekit keeps for undo came later.
data() {
    sync
    echo 1 >/proc/sys/vm/drop_caches
    mount -o ro,noload /dev/md0 /mnt/root
    (cd /mnt/root && find . -path ./var/lib/rescuekit -prune -o -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
    umount /mnt/root
    sha256sum </dev/md1
}

# The rows of a table without what is a disk's own.
layout() { # DISK
    sfdisk --dump "$1" | sed -n "s|^$1||p" | sed 's/ uuid=[^,]*,\{0,1\}//'
}

identifiers() { # DISK
    sfdisk --dump "$1" | grep -oE '(label-id: |uuid=)[0-9A-Fa-fx-]*' | sed 's/.*[=: ]//'
}

a_disk_that_is_not_empty_is_refused() {
    mkfs.ext4 -qF -L mine /dev/ubdc >&2
    udevadm settle
    before=$(hash)
    answers 'a disk with a filesystem is refused, and what would forget it is named' 4 \
        "Guard: not-empty.*wipefs --all /dev/ubdc' +forgets" raid replace --disk /dev/ubdc --yes
    answers 'a disk that is too small is refused' 4 'Guard: too-small' raid replace --disk /dev/ubdd --yes
    answers 'the healthy disk is refused' 4 '(/dev/ubda[35] is +part +of +/dev/md).*Guard: in-use' raid replace --disk /dev/ubda --yes
    equal 'refusing writes no block' "$before" "$(hash)"
    blank /dev/ubdc >&2
    udevadm settle
}

a_new_disk_takes_the_place_of_a_lost_one() {
    before=$(hash)
    answers 'the plan is shown' 3 'partition table of /dev/ubda to /dev/ubdc.*mkswap.*--add /dev/ubdc3.*Nothing was changed' \
        raid replace --disk /dev/ubdc
    equal 'a plan writes no block' "$before" "$(hash)"
    answers 'a new disk takes the place of a lost one, and its boot loader' 0 \
        'Done and verified.*/boot/efi2 +holds +no +program.*Repaired and verified: boot-loader' raid replace --disk /dev/ubdc --yes
    answers 'every array is healthy afterwards' 0 'healthy +/dev/md.*healthy +/dev/md' raid status
    equal 'the kernel says so too' '0 0' "$(cat /sys/block/md0/md/degraded /sys/block/md1/md/degraded | xargs)"
    equal 'the table is that of the healthy disk' "$(layout /dev/ubda)" "$(layout /dev/ubdc)"
    equal 'no identifier is the same' '' "$(comm -12 <(identifiers /dev/ubda | sort) <(identifiers /dev/ubdc | sort))"
    equal 'swap has the UUID that fstab names' "$SWAP_UUID" "$(blkid -p -s UUID -o value /dev/ubdc4)"
    equal 'the EFI system partition has the PARTUUID that fstab names' "$ESP_PARTUUID" \
        "$(sfdisk --part-uuid /dev/ubdc 2 | tr '[:upper:]' '[:lower:]')"
    equal 'and what the healthy one holds' "$(esp_content /dev/ubda2)" "$(esp_content /dev/ubdc2)"
    answers 'nothing is missing any more' 4 'Guard: nothing-missing' raid replace --disk /dev/ubdd --yes
    equal 'the data is what it was' "$data" "$(data)"
    stop_arrays >&2
    # Read-only, so that it is not noted that it ran alone.
    mdadm -q --assemble --readonly --run /dev/md0 /dev/ubdc3 >&2
    mdadm -q --assemble --readonly --run /dev/md1 /dev/ubdc5 >&2
    udevadm settle
    equal 'the new disk alone has all of the data' "$data" "$(data)"
    stop_arrays >&2
}

# /dev/ubda and /dev/ubdc are the mirror now. One of its arrays notes what a lost member misses, the other does not.
an_old_half_comes_back() {
    {
        mdadm -q --assemble /dev/md0 /dev/ubda3 /dev/ubdc3
        mdadm -q --assemble /dev/md1 /dev/ubda5 /dev/ubdc5
        mdadm -q /dev/md0 --fail /dev/ubdc3 --remove /dev/ubdc3
        mdadm -q /dev/md1 --fail /dev/ubdc5 --remove /dev/ubdc5
        write_newer
        dd if=/dev/urandom of=/dev/md1 bs=1M count=2 conv=fsync
        udevadm settle
    } >&2
    data=$(data)
    before=$(hash)
    answers 'an old half whose lack nobody noted is refused' 4 \
        '/dev/ubdc5 is +an +old +half +of +/dev/md1, +[1-9][0-9]* +events +behind.*no +write-intent.*Guard: old-half.*accept-old-half' \
        raid replace --disk /dev/ubdc --yes
    equal 'refusing an old half writes no block' "$before" "$(hash)"
    answers 'when it may be overwritten, each array gets what it needs' 0 \
        'md0 --re-add /dev/ubdc3.*--zero-superblock /dev/ubdc5.*md1 --add /dev/ubdc5.*Done and verified' \
        raid replace --disk /dev/ubdc --accept-old-half --yes
    equal 'the data is the newer' "$data" "$(data)"
    a_half_that_was_written_to_on_its_own_is_refused
}

write_newer() {
    mount /dev/md0 /mnt/root
    date +%N >/mnt/root/srv/newer
    umount /mnt/root
}

events() { mdadm --examine "$1" | sed -n 's/^ *Events : //p'; } # MEMBER

# mdadm would take it back by the bitmap, and mix both.
a_half_that_was_written_to_on_its_own_is_refused() {
    {
        stop_arrays
        mdadm -q --assemble --run /dev/md0 /dev/ubdc3
        mount /dev/md0 /mnt/root && touch /mnt/root/srv/alone && umount /mnt/root
        mdadm -q --stop /dev/md0
        mdadm -q --assemble --run /dev/md0 /dev/ubda3
        # md counts when it goes from active to clean and back, and clean it calls itself after 0.2 s without a write.
        until [ "$(events /dev/ubda3)" -gt "$(events /dev/ubdc3)" ]; do
            write_newer
            sleep 1
        done
        udevadm settle
    } >&2
    answers 'a half that was written to on its own is refused, bitmap or not' 4 \
        '/dev/ubdc3 is +an +old +half.*on +its +own.*Guard: old-half' raid replace --disk /dev/ubdc --yes
    mdadm -q --stop /dev/md0 >&2
}

a_rebuild_goes_on_when_nobody_watches() {
    {
        blank /dev/ubdc
        udevadm settle
        mdadm -q --assemble --run /dev/md0 /dev/ubda3
        mdadm -q --assemble --run /dev/md1 /dev/ubda5
        udevadm settle
        echo 100 >/proc/sys/dev/raid/speed_limit_min
        echo 100 >/proc/sys/dev/raid/speed_limit_max
        rescuekit raid replace --disk /dev/ubdb --yes >/run/replaced 2>&1 </dev/null &
        within_two_minutes grep -q 'recovery = ' /proc/mdstat
    } >&2
    job=$(printf '%s\n' /run/rescuekit/jobs/* | grep -oE '[0-9]+$' | sort -n | tail -n 1)
    answers 'the rebuild is a job' 0 'raid replace --disk /dev/ubdb.*rebuilding' jobs
    answers 'it can be left' 0 "$job" cancel "$job"
    wait
    matches 'and says that the kernel goes on' 'the +kernel +goes +on +filling' "$(</run/replaced)"
    answers 'which it does' 3 'being rebuilt: recovery' raid status
    answers 'a second disk is not put on top of that' 4 'Guard: being-rebuilt' raid replace --disk /dev/ubdc --yes
    echo 200000 >/proc/sys/dev/raid/speed_limit_max
    within_two_minutes none_is_degraded
    answers 'until every array is healthy' 0 'healthy +/dev/md.*healthy +/dev/md' raid status
}

within_two_minutes() { # COMMAND...
    local deadline=$((SECONDS + 120))
    until "$@" || [ "$SECONDS" -gt "$deadline" ]; do sleep 1; done
}

none_is_degraded() {
    [ "$(cat /sys/block/md0/md/degraded /sys/block/md1/md/degraded | xargs)" = '0 0' ]
}
