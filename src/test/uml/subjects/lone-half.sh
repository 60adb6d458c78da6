# shellcheck shell=bash disable=SC2034
# The other half of a mirror is gone, and nobody knows which was the newer.
disks=(160M 160M)

try() {
    mdadm -q --create /dev/md0 --level=1 --raid-devices=2 --assume-clean --metadata=1.0 --run /dev/ubda /dev/ubdb
    make_server /dev/md0 <<END
UUID=$ROOT_UUID / ext4 defaults 0 1
/srv/data.img /srv/data ext4 loop,nofail 0 0
/home /srv/ftp none bind 0 0
END
    mdadm -q --stop /dev/md0
    udevadm settle
    mdadm -q --stop --scan
    wipefs -qa /dev/ubdb
    udevadm settle
    before=$(hash)
    a_lone_half_that_may_be_older_is_refused
    a_server_on_an_array_is_recovered
}

a_lone_half_that_may_be_older_is_refused() {
    answers 'it is called a lone half, and why' 3 'a lone half: only 1 of 2 devices.*/dev/ubda present.*events' raid status
    answers 'a lone half is not started' 3 'may hold newer data.*--degraded' open
    equal 'refusing it writes no block' "$before" "$(hash)"
    answers 'it is started when told' '[03]' 'Open: raid1 of /dev/ubda as /dev/md.*it runs degraded' open --degraded
    answers 'then it is called degraded' 3 'degraded: it runs with 1 of 2 devices' raid status
    answers 'and stopped' 0 'Closed /dev/md' close
    equal 'not even that writes a block' "$before" "$(hash)"
}

a_server_on_an_array_is_recovered() {
    printf 'open = degraded\ncheck = no\nrepair = guest-agent-freeze\n' >/run/policy
    answers 'a plan opens, looks and closes' 3 'block the freeze|guest-agent-freeze' recover --policy /run/policy --plan
    equal 'a plan writes no block' "$before" "$(hash)"
    answers 'a server on half a mirror is recovered' 3 'guest-agent-freeze.*repaired and verified' recover --policy /run/policy
    equal 'and its array is stopped' '' "$(running_arrays)"
}
