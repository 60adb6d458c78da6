# shellcheck shell=bash disable=SC2016
# The rescue system: booted from the image once, its state kept, and restored for each scenario in a few seconds. The
# server's disk and the newest bundle are plugged in while it runs.

readonly IMAGE=target/rescue-image
readonly RESCUE_NETWORK=:22

image() {
    if [ ! -e "$IMAGE/SHA256SUMS" ] || [ -n "$(find rescue-image -newer "$IMAGE/SHA256SUMS" -type f -print -quit)" ]; then
        say 'Building the rescue image'
        rescue-image/build >target/vm/image.log 2>&1 ||
            fail 'the rescue image was not built; see target/vm/image.log' 'rescue-image/build' 5
    fi
}

# A new bundle does not need a new image.
bundle_disk() {
    local disk=target/vm/bundle.squashfs
    scripts/bundle --if-older >target/vm/bundle.log 2>&1 || fail 'the bundle was not built; see target/vm/bundle.log' 'scripts/bundle' 5
    if [ ! -e $disk ] || [ target/rescuekit/bin/rescuekit -nt $disk ]; then
        mksquashfs target/rescuekit $disk -comp zstd -Xcompression-level 1 -no-progress -quiet -noappend
    fi
}

# The network card has the slot of the server's, as in the rescue mode of a provider, where it is the same machine: its name
# is judged, and with ACPI's own hotplug a slot would have no number. The other ports are empty: disks come later.
rescue_arguments() {
    local key
    key=$(cut -d ' ' -f 1,2 --output-delimiter=, "$CACHE/key.pub")
    RESCUE=(-machine q35,smm=off -m 1024 -vga none
        -kernel "$IMAGE/vmlinuz" -initrd "$IMAGE/initrd"
        -append "rescue.src=serial:RESCUE rescuekit.bundle=disk rescuekit.key=$key console=ttyS0,115200n8 quiet $*"
        -drive "file=$IMAGE/rescue.squashfs,if=none,id=image,format=raw,readonly=on"
        -device virtio-blk-pci,drive=image,serial=RESCUE
        -device pcie-root-port,id=port1,chassis=1 -device pcie-root-port,id=port2,chassis=2
        -device pcie-root-port,id=port3,chassis=3 -device pcie-root-port,id=port4,chassis=4
        -global ICH9-LPC.acpi-pci-hotplug-with-bridge-support=off
        -device pcie-root-port,id=port5,chassis=5,slot=3 -device virtio-net-pci,bus=port5,netdev=net,romfile=
        -device virtio-scsi-pci,id=scsi -device virtio-rng-pci)
}

# Fits only the very same QEMU, arguments and image.
saved_state() {
    local key
    rescue_arguments
    key=$({ qemu-system-x86_64 --version && echo "${EMULATED[*]} ${RESCUE[*]}" && cat "$IMAGE/SHA256SUMS" "$CACHE/key.pub"; } |
        sha256sum | cut -c 1-12)
    STATE=$CACHE/rescue-$key.state
    # The other lane may be making it.
    (
        flock "$lock"
        [ -e "$STATE" ] || save_state
    ) {lock}>"$CACHE/state.lock"
}

save_state() {
    say '         booting the rescue system once, to keep its state'
    start_machine rescue "$RESCUE_NETWORK" "${RESCUE[@]}"
    insist 'the rescue system greets on its console' will_say rescue 600 'a shell that survives'
    insist 'the rescue system answers to SSH' comes_up rescue 300
    in_machine rescue 240 'sync; echo 3 >/proc/sys/vm/drop_caches'
    qmp rescue 30 '{"execute":"stop"}' >/dev/null
    rm -f "$CACHE"/rescue-*
    qmp rescue 30 "{\"execute\":\"migrate\",\"arguments\":{\"uri\":\"exec:zstd -1 -q >'$STATE.part'\"}}" >/dev/null
    await 120 rescue '{"execute":"query-migrate"}' '"status":"completed"' || fail 'the state was not saved' 'run it again' 5
    end_machine rescue
    mv "$STATE.part" "$STATE"
    mv "$WORK/rescue.console" "$WORK/rescue-boot.console"
}

await() { # SECONDS NAME COMMAND TEXT
    local deadline=$((SECONDS + $1))
    until qmp "$2" 10 "$3" | grep -qF "$4"; do
        runs "$2" && [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.2
    done
}

# With the server's disk. SATA cannot be plugged in, and a rescue system started by UEFI is another one than the one whose
# state is kept: these boot from the beginning.
start_rescue() {
    local program
    if [ "$bus" = sata ]; then
        boot_rescue -drive "file=$WORK/disk.qcow2,if=none,id=disk,format=qcow2,cache=unsafe" -device ide-hd,bus=ide.0,drive=disk,serial=SERVER
        insist 'the rescue system answers to SSH' comes_up rescue 600
    elif [ "$firmware" = uefi ]; then
        mapfile -t program < <(uefi_firmware)
        boot_rescue "${program[@]}"
        insist 'the rescue system answers to SSH' comes_up rescue 600
        insist 'it was started by UEFI, as the server is' in_machine rescue 240 '[ -d /sys/firmware/efi ]'
        plug_server
    else
        restore_rescue
        plug_server
    fi
    plug_bundle
    in_machine rescue 240 "date -s @$(date +%s) >/dev/null; udevadm settle"
    insist 'the rescue system sees the disk' in_machine rescue 240 \
        "timeout 60 sh -c 'until lsblk -dno SERIAL | grep -qx \" *SERVER *\"; do sleep 1; done' && udevadm settle"
    insist 'nothing of the disk is mounted or used as swap by itself' in_machine rescue 240 \
        '[ -z "$(swapon --noheadings)" ] && [ -z "$(findmnt --noheadings --types ext4,xfs,btrfs,vfat)" ]'
    insist 'the newest bundle is used' in_machine rescue 240 'rescuekit --version && mountpoint -q /run/rescue/bundle'
}

boot_rescue() { # ARGUMENT...
    rescue_arguments
    start_machine rescue "$RESCUE_NETWORK" "${RESCUE[@]}" "$@"
}

# The server's disk and the bundle are there from the beginning.
boot_rescue_with_server() { # KERNEL-ARGUMENT ARGUMENT...
    rescue_arguments "$1"
    start_machine rescue "$RESCUE_NETWORK" "${RESCUE[@]}" "${@:2}" \
        -drive "file=$WORK/disk.qcow2,if=none,id=disk,format=qcow2,cache=unsafe" -device virtio-blk-pci,drive=disk,serial=SERVER,bus=port1 \
        -drive "file=target/vm/bundle.squashfs,if=none,id=bundle,format=raw,readonly=on" \
        -device virtio-blk-pci,drive=bundle,serial=RESCUEKIT,bus=port4
}

# The policy, as FILE on a disk with the label POLICY.
labelled_disk() { # FILE
    printf '%s\n' "$policy" >"$WORK/policy"
    truncate -s 40M "$WORK/disk-policy.img"
    mkfs.vfat -n POLICY "$WORK/disk-policy.img" >/dev/null
    mcopy -i "$WORK/disk-policy.img" "$WORK/policy" "::$1"
}

# Nobody logs in: the kernel's command line names the policy, and the result is written beside it.
recover_by_labelled_disk() { # FILE
    boot_rescue_with_server "rescuekit.recover=LABEL=POLICY:$1" \
        -drive "file=$WORK/disk-policy.img,if=none,id=policy,format=raw" -device virtio-blk-pci,drive=policy,serial=POLICY,bus=port2
    insist 'the console tells the result' will_say rescue 2400 'rescuekit recover ended with exit code 0'
    insist 'the labelled disk holds the result' [ "$(mtype -i "$WORK/disk-policy.img" ::rescuekit-exit-code.txt)" = 0 ]
    mtype -i "$WORK/disk-policy.img" ::rescuekit-result.txt >"$WORK/recover.txt"
}

restore_rescue() { # ARGUMENT...
    saved_state
    start_machine rescue "$RESCUE_NETWORK" "${RESCUE[@]}" "$@" -incoming "exec:zstd -dcq '$STATE'"
    for _ in {1..50}; do
        [ ! -S "$SOCKETS/rescue.qmp" ] || break
        sleep 0.1
    done
    await 120 rescue '{"execute":"query-status"}' '"status":"paused"' || fail 'the saved state cannot be used' "rm '$STATE'" 5
    qmp rescue 30 '{"execute":"cont"}' >/dev/null
    insist 'the rescue system answers to SSH' comes_up rescue 300
}

plug_server() {
    local device
    case $bus in
        virtio) device='"driver":"virtio-blk-pci","bus":"port1"' ;;
        nvme) device='"driver":"nvme","bus":"port1"' ;;
        scsi) device='"driver":"scsi-hd","bus":"scsi.0"' ;;
    esac
    plug "$(disk_node)" "$device" SERVER
}

# A scenario may put faults on top of it.
disk_node() {
    disk_file '"node-name":"SERVER",'
}

disk_file() { # MEMBER,
    printf '{"driver":"qcow2",%s"cache":{"no-flush":true},"file":{"driver":"file","filename":"%s","cache":{"no-flush":true}}}' \
        "${1-}" "$WORK/disk.qcow2"
}

# An empty disk.
plug_disk() { # SERIAL SIZE PORT
    truncate -s "$2" "$WORK/disk-$1.img"
    plug "{\"driver\":\"raw\",\"node-name\":\"$1\",\"file\":{\"driver\":\"file\",\"filename\":\"$WORK/disk-$1.img\"}}" \
        "\"driver\":\"virtio-blk-pci\",\"bus\":\"$3\"" "$1"
}

plug_bundle() {
    plug "{\"driver\":\"raw\",\"node-name\":\"RESCUEKIT\",\"read-only\":true,
        \"file\":{\"driver\":\"file\",\"read-only\":true,\"filename\":\"$PWD/target/vm/bundle.squashfs\"}}" \
        '"driver":"virtio-blk-pci","bus":"port4"' RESCUEKIT
}

# The serial number is the name of the node.
plug() { # NODE DEVICE SERIAL
    qmp rescue 30 "{\"execute\":\"blockdev-add\",\"arguments\":$1}" \
        "{\"execute\":\"device_add\",\"arguments\":{$2,\"drive\":\"$3\",\"id\":\"$3\",\"serial\":\"$3\"}}" >/dev/null
}
