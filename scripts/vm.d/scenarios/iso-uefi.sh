# shellcheck shell=bash disable=SC2034
number=21
summary='the ISO starts from a drive under UEFI (OVMF)'
bus='cd'

play() {
    cp /usr/share/OVMF/OVMF_VARS_4M.fd "$WORK/disk-vars.img"
    start_iso -m 1536 -drive if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd \
        -drive "if=pflash,format=raw,file=$WORK/disk-vars.img"
    timed boot image_starts 900
    outcome=passed
}
