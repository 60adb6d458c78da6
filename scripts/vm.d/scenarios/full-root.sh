# shellcheck shell=bash disable=SC2034
# A log filled / to its last block, what is kept for root included.
number=15
summary='the root filesystem is full: services do not start, nobody can log in'
needs=(disk-space)
policy=$ALLOWED$'\nrepair = disk-space'

break_files() {
    dd if=/dev/zero of="$ROOT/srv/debug.log" bs=1M status=none 2>/dev/null || true
    # What is left is less than a block of that size.
    cat /dev/zero >>"$ROOT/srv/debug.log" 2>/dev/null || true
}

# What is full does not have to die: no kept block is free, and that is what is proved.
prove_dead() {
    insist 'the server does not come up to a login within five minutes, or has no room' not comes_up_with_room
}

comes_up_with_room() {
    comes_up server 300 && in_machine server 240 'echo kept >/srv/kept && sync && [ -s /srv/kept ]'
}
