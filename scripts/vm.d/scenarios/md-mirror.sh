# shellcheck shell=bash disable=SC2034,SC2016
# A server on a mirror of two disks. The first one died, and it alone had GRUB's boot code: the second one has all the data and
# does not start.
source scripts/vm.d/scenarios/boot-code.sh
number=11
summary='a degraded md mirror whose first disk is dead; GRUB was only on that one'
needs=(boot-loader)
policy=$ALLOWED$'\nopen   = yes\nrepair = boot-loader'

readonly MIRROR_ID=1ab00001:00114000:80000000:00000000

break_server() {
    layered_server mirror mdadm
    use_layered_server
}

flatten_mirror() {
    echo "ARRAY /dev/md0 metadata=1.2 UUID=$MIRROR_ID" >>"$ROOT/etc/mdadm/mdadm.conf"
    # To install mdadm makes the menu anew, and without udev's names the root is the loop device of the moment.
    sed -i "s|root=/dev/loop[^ ]*|root=UUID=$LAYERED_ROOT|" "$ROOT/boot/grub/grub.cfg"
    chroot "$ROOT" update-initramfs -u
}

# The array ran without its first disk, and was written to.
fill_mirror() {
    plug_source port1
    plug_disk FIRST 3G port2
    plug_disk KEPT 3G port3
    in_machine rescue 1200 '
        set -ex
        cd /dev/disk/by-id
        timeout 60 sh -c "until [ -b virtio-SOURCE ] && [ -b virtio-FIRST ] && [ -b virtio-KEPT ]; do sleep 1; done"
        for disk in FIRST KEPT; do
            printf "label: gpt\n: size=1M, type=21686148-6449-6E6F-744E-656564454649\n: type=A19D880F-05FC-4D3B-A006-743F0F84911E\n" |
                sfdisk --quiet virtio-$disk
        done
        udevadm settle
        mdadm --create /dev/md0 --run --level=1 --raid-devices=2 --metadata=1.2 --assume-clean --homehost=web1 \
            --uuid='"$MIRROR_ID"' virtio-FIRST-part2 virtio-KEPT-part2
        e2image -ra virtio-SOURCE /dev/md0
        mdadm /dev/md0 --fail "$(readlink -f virtio-FIRST-part2)"
        mdadm /dev/md0 --remove "$(readlink -f virtio-FIRST-part2)"
        mount /dev/md0 /mnt
        date >/mnt/srv/after-the-failure
        umount /mnt
        mdadm --stop /dev/md0
        sync'
}

prove_well() {
    insist '/ is the mirror, without its first disk' in_machine server 240 \
        'findmnt -no SOURCE / | grep -q ^/dev/md && grep -q "\[2/1\] \[_U\]" /proc/mdstat'
}
