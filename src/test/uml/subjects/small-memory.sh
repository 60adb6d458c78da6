# shellcheck shell=bash disable=SC2034
# A rescue system with little memory: a journal that does not fit is said to be missing from the view, a repair that cannot
# be rehearsed is refused, and nothing is killed.
memory=240M
disks=(192M 192M)

try() {
    local before
    make_dirty
    before=$(hash)
    answers 'a view without its journal is said to be incomplete' 3 \
        'in its journal that are not shown: its changes need +more than the .* of memory' diagnose
    answers 'a repair that cannot be rehearsed is refused' 4 'need more than the .* --no-rehearsal' fsck /dev/ubdb --yes
    equal 'no block was written' "$before" "$(hash)"
    equal 'nothing was killed' '' "$(dmesg | grep -i 'out of memory')"
    answers 'it is repaired without a rehearsal' 0 'Done and verified' fsck /dev/ubdb --yes --no-rehearsal --no-undo
}

# A server with more in its journal than can be spared.
make_dirty() {
    make_server /dev/ubda <<<"UUID=$ROOT_UUID / ext4 defaults 0 1"
    tune2fs -O ^has_journal /dev/ubda
    tune2fs -J size=80 /dev/ubda
    mount -t ext4 -o data=journal /dev/ubda /mnt
    # Not sync: what is in its place already, no journal has to bring there.
    dd if=/dev/urandom of=/mnt/journaled bs=1M count=52 conv=fsync
    dd if=/dev/ubda of=/dev/ubdb bs=1M
    umount /mnt
    wipefs --all --force /dev/ubda
    free -m
} >&2
