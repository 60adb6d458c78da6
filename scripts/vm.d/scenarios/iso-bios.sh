# shellcheck shell=bash disable=SC2034
number=20
summary='the ISO starts from a drive under BIOS (SeaBIOS)'
bus='cd'

play() {
    start_iso -m 1024
    timed boot image_starts 900
    outcome=passed
}
