# shellcheck shell=bash disable=SC2034
# A clock that is decades off: what is healthy stays healthy, a repair is done, verified and taken back, no deadline passes.
disks=(256M 64M)

try() {
    local when
    make_server /dev/ubda <<END
UUID=$ROOT_UUID / ext4 defaults 0 1
/srv/data.img /srv/data ext4 loop,nofail 0 0
/home /srv/ftp none bind 0 0
END
    mount /dev/ubda /mnt/root
    touch /mnt/root/srv/data.img
    umount /mnt/root
    for when in '1970-01-01 00:01:00' '2038-01-20 00:00:00' '2100-01-01 00:00:00'; do
        date -s "$when" >&2
        at "${when%%-*}"
    done
}

at() { # YEAR
    local year=$1 before
    before=$(content)
    answers "$year: a healthy filesystem is healthy" 0 'healthy +/dev/ubda +\(ext\).*e2fsck found nothing' check /dev/ubda
    answers "$year: there is nothing to repair on it" 0 'Nothing to do' fsck /dev/ubda
    answers "$year: an edit is done and verified" 0 'Repaired and verified' repair guest-agent-freeze --system /dev/ubda --yes
    answers "$year: it is remembered" 0 'guest-agent-freeze' history --system /dev/ubda
    answers "$year: it is taken back" 0 'Taken back' undo --system /dev/ubda --yes
    equal "$year: every file is as it was" "$before" "$(content)"
    mkfs.ext4 -qF /dev/ubdb
    debugfs -w -R 'sif <2> links_count 7' /dev/ubdb >&2
    answers "$year: a damaged filesystem is repaired and verified" 0 'Done and verified' fsck /dev/ubdb --yes --accept-loss --undo-dir /run
}

# Names, modes, times and bytes of all files; not what Rescuekit keeps there for its undo.
content() {
    mount -o ro /dev/ubda /mnt/root
    (
        cd /mnt/root || exit
        find . -path ./var/lib/rescuekit -prune -o ! -type d -printf '%p %m %U %G %T@ %l\n' | sort
        find . -path ./var/lib/rescuekit -prune -o -type f -print0 | sort -z | xargs -0 sha256sum
    ) | sha256sum
    umount /mnt/root
}
