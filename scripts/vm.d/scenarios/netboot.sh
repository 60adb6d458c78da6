# shellcheck shell=bash disable=SC2034
number=22
summary='kernel and netboot.initrd start without any disk, in 1 GiB of memory'
bus='none'

play() {
    start_machine rescue "$RESCUE_NETWORK" -machine q35,smm=off -m 1024 "${IMAGE_DEVICES[@]}" \
        -kernel "$IMAGE/vmlinuz" -initrd "$IMAGE/netboot.initrd" -append 'console=ttyS0,115200n8 quiet'
    timed boot image_starts 900
    outcome=passed
}
