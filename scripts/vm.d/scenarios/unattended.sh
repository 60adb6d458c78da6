# shellcheck shell=bash disable=SC2034
# Nobody logs in: the kernel's command line names a policy on a labelled disk, and the result is written beside it.
source scripts/vm.d/scenarios/freeze.sh
number=18
summary='the freeze, recovered by the kernel argument rescuekit.recover=LABEL=POLICY:freeze alone'

recover() {
    policy_disk
    boot_rescue_with_policy
    insist 'the console tells the result' will_say rescue 1200 'rescuekit recover ended with exit code 0'
}

policy_disk() {
    printf '%s\n' "$policy" >"$WORK/policy"
    truncate -s 40M "$WORK/disk-policy.img"
    mkfs.vfat -n POLICY "$WORK/disk-policy.img" >/dev/null
    mcopy -i "$WORK/disk-policy.img" "$WORK/policy" ::freeze
}

start_rescue() { :; }

boot_rescue_with_policy() {
    rescue_arguments rescuekit.recover=LABEL=POLICY:freeze
    start_machine rescue "$RESCUE_NETWORK" "${RESCUE[@]}" \
        -drive "file=$WORK/disk.qcow2,if=none,id=disk,format=qcow2,cache=unsafe" -device virtio-blk-pci,drive=disk,serial=SERVER,bus=port1 \
        -drive "file=$WORK/disk-policy.img,if=none,id=policy,format=raw" -device virtio-blk-pci,drive=policy,serial=POLICY,bus=port2 \
        -drive "file=target/vm/bundle.squashfs,if=none,id=bundle,format=raw,readonly=on" \
        -device virtio-blk-pci,drive=bundle,serial=RESCUEKIT,bus=port4
}

boot_again() {
    insist 'the labelled disk holds the result' [ "$(mtype -i "$WORK/disk-policy.img" ::rescuekit-exit-code.txt)" = 0 ]
    mtype -i "$WORK/disk-policy.img" ::rescuekit-result.txt >"$WORK/recover.txt"
    start_server
    insist 'the server boots from its own disk to SSH' comes_up server 900
    insist 'its data is intact' data_is_intact
    prove_well
    end_machine server
}
