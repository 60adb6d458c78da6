# shellcheck shell=bash
# What the scenarios that try the image itself have in common: it starts, greets, and shows who it is.

readonly IMAGE_DEVICES=(-device virtio-net-pci,netdev=net,romfile= -device virtio-rng-pci)

image_starts() { # SECONDS
    insist 'it starts and greets with a survey' will_say rescue "$1" 'a shell that survives'
    insist 'it answers to SSH with the host key that its console shows' shows_its_key
}

shows_its_key() {
    local fingerprint
    for _ in {1..60}; do
        fingerprint=$(ssh-keyscan -T 30 -t ed25519 -p "${PORT[rescue]}" 127.0.0.1 2>/dev/null | ssh-keygen -l -f - 2>/dev/null | cut -d ' ' -f 2)
        [ -z "$fingerprint" ] || break
        sleep 2
    done
    [ -n "$fingerprint" ] && grep -aqF "$fingerprint" "$WORK/rescue.console"
}

start_iso() { # ARGUMENT...
    start_machine rescue "$RESCUE_NETWORK" -machine q35,smm=off "$@" "${IMAGE_DEVICES[@]}" \
        -drive "file=$IMAGE/rescuekit-rescue.iso,if=none,id=iso,media=cdrom,readonly=on" -device ide-cd,bus=ide.2,drive=iso,bootindex=1
}
