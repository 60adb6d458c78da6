# shellcheck shell=bash disable=SC2034
# The boot waits for the disk, then for what is mounted from it, then stops: also for want of /srv/scratch, a tmpfs of the
# server's that systemd mounts only after /srv.
number=31
summary='an encrypted disk of data was taken out: crypttab and fstab still want it'
bus=scsi
needs=(crypttab-missing-device)
dead_says='You are in emergency mode|Give root password for maintenance'
policy=$ALLOWED$'\nrepair = crypttab-missing-device'

break_files() {
    echo 'data UUID=1ab00001-0031-4000-8000-000000000000 none luks' >"$ROOT/etc/crypttab"
    echo '/dev/mapper/data /srv ext4 defaults 0 2' >>"$ROOT/etc/fstab"
}

prove_well() {
    insist 'all lines are kept, and the boot goes on without what they name' in_machine server 240 \
        'grep -q "^data .*nofail" /etc/crypttab && grep -q "^/dev/mapper/data /srv .*nofail" /etc/fstab &&
            grep -q " /srv/scratch .*nofail" /etc/fstab'
}
