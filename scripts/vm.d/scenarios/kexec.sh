# shellcheck shell=bash disable=SC2034
# The provider's panel still says rescue: the repaired server starts from the rescue system itself, by its own kernel.
source scripts/vm.d/scenarios/loop-root.sh
number=28
# The rescue system's own disks come before the server's there: a name such as /dev/vda6 would mean another one.
bus=scsi
summary='leave --kexec starts the repaired server from the rescue system, past firmware and boot loader'

leave_and_boot() {
    leave_by_kexec
    end_machine rescue
    boot_again
}

# Its network is that of another machine here: the console tells how far it comes.
leave_by_kexec() {
    # The connection ends with the rescue system: what it told before that counts.
    in_machine rescue 600 'rescuekit leave --kexec --yes' >"$WORK/leave.txt" 2>&1 || true
    insist 'the kernel of the boot menu is loaded, and all is unmounted' grep -q "^Starting the server's kernel" \
        "$WORK/leave.txt"
    insist "the disk's kernel starts with the arguments of its entry" will_say rescue 600 \
        'Command line: root=UUID=[^ ]* ro console=ttyS0'
    insist 'and the server comes to its login' will_say rescue 900 'web1 login:'
}
