# shellcheck shell=bash disable=SC2034
# Nobody logs in: the kernel's command line names a policy on a labelled disk, and the result is written beside it.
source scripts/vm.d/scenarios/freeze.sh
number=18
summary='the freeze, recovered by the kernel argument rescuekit.recover=LABEL=DISK:FILE alone'
from_login=''

start_rescue() { :; }

recover() {
    printf '%s\n' "$policy" >"$WORK/policy"
    truncate -s 40M "$WORK/disk-policy.img"
    mkfs.vfat -n POLICY "$WORK/disk-policy.img" >/dev/null
    mcopy -i "$WORK/disk-policy.img" "$WORK/policy" ::freeze
    boot_rescue_with_server rescuekit.recover=LABEL=POLICY:freeze \
        -drive "file=$WORK/disk-policy.img,if=none,id=policy,format=raw" -device virtio-blk-pci,drive=policy,serial=POLICY,bus=port2
    insist 'the console tells the result' will_say rescue 1200 'rescuekit recover ended with exit code 0'
    insist 'the labelled disk holds the result' [ "$(mtype -i "$WORK/disk-policy.img" ::rescuekit-exit-code.txt)" = 0 ]
    mtype -i "$WORK/disk-policy.img" ::rescuekit-result.txt >"$WORK/recover.txt"
}
