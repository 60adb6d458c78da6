# shellcheck shell=bash disable=SC2034,SC2016
# The mirror of md-mirror, and an empty disk in the place of the dead one. The proof is a boot from the new disk alone.
source scripts/vm.d/scenarios/md-mirror.sh
number=30
summary='a new disk takes the place of the dead one in a mirror; it starts the server without the other one'

recover() {
    plug_disk NEW 3G port2
    insist 'the new disk becomes a whole member, with a boot loader, without a question' replaced
}

replaced() {
    in_machine rescue 2400 '
        new=/dev/disk/by-id/virtio-NEW
        timeout 60 sh -c "until [ -b $new ]; do sleep 1; done" &&
            rescuekit open --write && rescuekit raid replace --disk "$(readlink -f $new)" --yes' \
        >"$WORK/replace.txt" 2>"$WORK/replace.progress"
}

leave_and_boot() {
    insist 'the arrays are closed' in_machine rescue 600 'rescuekit close'
    end_machine rescue
    rm "$WORK/disk.qcow2"
    qemu-img create -q -f qcow2 -F raw -b disk-NEW.img "$WORK/disk.qcow2"
    boot_again
}

prove_well() {
    insist '/ is the mirror, with the new disk alone' in_machine server 240 \
        'findmnt -no SOURCE / | grep -q ^/dev/md && grep -q "\[2/1\]" /proc/mdstat'
}
