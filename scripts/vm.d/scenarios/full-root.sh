# shellcheck shell=bash disable=SC2034
# A log filled / to its last block, what is kept for root included. /var is no filesystem of its own: the journal of the repair
# has to be written to the full one.
number=15
summary='the root filesystem is full: services do not start, nobody can log in'
needs=(disk-space)
policy=$ALLOWED$'\nrepair = disk-space'

break_files() {
    cp -a "$ROOT/var" "$ROOT/var.kept"
    umount "$ROOT/var"
    rmdir "$ROOT/var"
    mv "$ROOT/var.kept" "$ROOT/var"
    sed -i '/^LABEL=var /d' "$ROOT/etc/fstab"
    # What can go; what else fills / belongs to the customer.
    head -c 300M /dev/zero >"$ROOT/var/log/debug.log.1"
    dd if=/dev/zero of="$ROOT/srv/archive" bs=1M status=none 2>/dev/null || true
    # What is left is less than a block of that size.
    cat /dev/zero >>"$ROOT/srv/archive" 2>/dev/null || true
}

# What is full does not have to die: no kept block is free, and that is what is proved.
prove_dead() {
    insist 'the server does not come up to a login within five minutes, or has no room' not comes_up_with_room
}

comes_up_with_room() {
    comes_up server 300 && in_machine server 240 'echo kept >/srv/kept && sync && [ -s /srv/kept ]'
}
