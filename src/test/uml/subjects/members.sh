# shellcheck shell=bash disable=SC2034
# What is part of something larger is refused for itself, and a system on an array is found.
disks=(160M 160M 300M)

try() {
    server_on_a_mirror
    members_are_refused
    a_system_on_an_array_is_found
    an_array_that_lost_a_disk_is_called_so
    members_of_a_stopped_array_are_refused
}

members_are_refused() {
    before=$(hash)
    answers 'a half of a running array is refused' 4 'Guard: member' fsck /dev/ubda --yes
    answers 'a physical volume is refused' 4 'Guard: member' fsck /dev/ubdc2 --yes
    answers 'an encrypted partition is refused' 4 'Guard: encrypted' fsck /dev/ubdc3 --yes
    equal 'refusing writes no block' "$before" "$(hash)"
}

a_system_on_an_array_is_found() {
    before=$(hash)
    answers 'the survey finds the system on the array' '[03]' 'Debian.*on /dev/md0' survey
    answers 'fstab is shown with its vfat and its volume' 0 '/boot/efi +/dev/ubdc1 +by UUID' mounts
    equal 'looking at an array writes no block' "$before" "$(hash)"
}

an_array_that_lost_a_disk_is_called_so() {
    answers 'a whole array is called so' 0 'healthy +/dev/md0' raid status
    mdadm -q /dev/md0 --fail /dev/ubdb --remove /dev/ubdb
    mount /dev/md0 /mnt/root && touch /mnt/root/srv/newer && umount /mnt/root
    answers 'the half that was left behind is called old, by its events' 3 \
        '/dev/ubdb +was +left +behind: +an +old +half, +[1-9][0-9]* +events' raid status
    answers 'an array without its second disk is no healthy one' 3 'suspect +/dev/md0' check /dev/md0
}

members_of_a_stopped_array_are_refused() {
    mdadm -q --stop /dev/md0
    udevadm settle
    before=$(hash)
    answers 'a half of a stopped array is refused' 4 'Guard: member' fsck /dev/ubda --yes
    answers 'the members are named where a system is looked for' 3 '/dev/ubda +member of an array: not assembled' systems
    equal 'looking starts no array' '' "$(sed -n 's/^\(md[0-9]*\) .*/\1/p' /proc/mdstat)"
    equal 'looking at members writes no block' "$before" "$(hash)"
}
