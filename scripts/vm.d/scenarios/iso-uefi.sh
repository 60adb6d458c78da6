# shellcheck shell=bash disable=SC2034
number=21
summary='the ISO starts from a drive under UEFI (OVMF)'
bus='cd'

play() {
    local program
    mapfile -t program < <(uefi_firmware)
    start_iso -m 1536 "${program[@]}"
    timed boot image_starts 900
    outcome=passed
}
