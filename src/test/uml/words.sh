# shellcheck shell=bash
# The words subjects are written in. shared is what all kernels share: the jar, and the files of a server in tree; work is
# this kernel's own, with the images of its disks.

ROOT_UUID=1ab00001-0009-4000-8000-000000000000

rescuekit() {
    local archive=$shared/rescuekit.jsa option=-XX:SharedArchiveFile
    [ -e "$archive" ] || option=-XX:ArchiveClassesAtExit
    # To compile what runs a few times only costs more there than it gains.
    java "$option=$archive" -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=20 -XX:+UseSerialGC -XX:-UsePerfData \
        -jar "$shared/rescuekit.jar" "$@"
}

answers() { # SENTENCE CODES PATTERN VERB...
    local sentence=$1 codes=$2 pattern=$3 output code
    shift 3
    output=$(rescuekit "$@" 2>&1 </dev/null)
    code=$?
    if [[ $code =~ ^$codes$ ]] && tr '\n' ' ' <<<"$output" | grep -qE "$pattern"; then
        echo "ok       $sentence"
    else
        echo "FAILED   $sentence: rescuekit $* ended with $code"
        echo "         | ${output//$'\n'/$'\n'         | }"
    fi
}

matches() { # SENTENCE PATTERN TEXT
    if tr '\n' ' ' <<<"$3" | grep -qE "$2"; then
        echo "ok       $1"
    else
        echo "FAILED   $1: '$2' was wanted"
        echo "         | ${3//$'\n'/$'\n'         | }"
    fi
}

equal() { # SENTENCE WANTED FOUND
    if [ "$2" = "$3" ]; then
        echo "ok       $1"
    else
        echo "FAILED   $1: '$2' was wanted, '$3' found"
    fi
}

# Of disks at rest: an array writes once more when nobody has written to it for a while.
hash() {
    local last='' now
    now=$(hash_now)
    until [ "$now" = "$last" ]; do
        sleep 1
        last=$now
        now=$(hash_now)
    done
    echo "$now"
}

hash_now() {
    sync
    touch "$work/hash.wanted"
    until [ -e "$work/hash" ]; do sleep 0.1; done
    cat "$work/hash"
    rm "$work/hash"
}

# Which arrays run.
running_arrays() {
    sed -n 's/^\(md[0-9]*\) : active.*/\1/p' /proc/mdstat
}

# The files of a server on an ext4 that is made there; fstab comes from standard input.
make_server() { # DEVICE
    mkfs.ext4 -qF -U "$ROOT_UUID" "$1"
    mkdir -p /mnt/root
    mount "$1" /mnt/root
    fill_server
    umount /mnt/root
}

# The same on a filesystem that is mounted at /mnt/root.
fill_server() {
    cp -r "$shared/tree/." /mnt/root/
    ln -s ../usr/lib/os-release /mnt/root/etc/os-release
    mkdir -p /mnt/root/boot/efi /mnt/root/srv /mnt/root/sbin /mnt/root/usr/lib/systemd
    touch /mnt/root/usr/lib/systemd/systemd
    ln -s ../usr/lib/systemd/systemd /mnt/root/sbin/init
    cat >/mnt/root/etc/fstab
}

# A server on a mirror of /dev/ubda and /dev/ubdb, and /dev/ubdc with its ESP, a volume and something encrypted.
server_on_a_mirror() {
    mdadm -q --create /dev/md0 --level=1 --raid-devices=2 --assume-clean --metadata=1.2 --run /dev/ubda /dev/ubdb
    sfdisk -q /dev/ubdc <<END
label: gpt
size=64M, type=uefi
size=100M, type=lvm
size=100M, type=linux
END
    udevadm settle
    mkfs.vfat -i 1AB00001 -n ESP /dev/ubdc1
    pvcreate -q /dev/ubdc2
    vgcreate -q server /dev/ubdc2
    lvcreate -q -y -n data -L 60M server
    mkfs.ext4 -q /dev/server/data
    echo -n 'not a secret' | cryptsetup -q luksFormat --type luks2 --pbkdf pbkdf2 --pbkdf-force-iterations 1000 /dev/ubdc3 -
    make_server /dev/md0 <<END
UUID=$ROOT_UUID / ext4 defaults 0 1
UUID=1AB0-0001 /boot/efi vfat umask=0077 0 1
/dev/mapper/server-data /srv ext4 defaults 0 2
END
    udevadm settle
} >&2
