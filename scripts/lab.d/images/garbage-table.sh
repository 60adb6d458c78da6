# shellcheck shell=bash disable=SC2034,SC2154
# 1 MiB of noise, always the same, 55AA at its place, and four entries that overlap and end far behind the disk.
summary='noise where the partition table should be, with a valid signature and impossible entries'
number=8

build() {
    new_disk 64M
    perl -e 'srand(20250308); print map { chr int rand 256 } 1 .. 1048576' |
        dd of="$IMAGE" bs=64K iflag=fullblock conv=notrunc status=none
    impossible_entry 446 '\x80' '\x83' '\xff\xff\xff\x7f' '\xff\xff\xff\x7f'
    impossible_entry 462 '\x13' '\xee' '\x00\x00\x00\x00' '\xff\xff\xff\xff'
    impossible_entry 478 '\x00' '\x05' '\x3f\x00\x00\x00' '\x00\x00\x00\xf0'
    impossible_entry 494 '\x80' '\xfd' '\x40\x00\x00\x00' '\x01\x00\x00\x80'
    write_at "$IMAGE" 510 '\x55\xaa'
}

impossible_entry() { # offset, active flag, type, first sector, sectors
    write_at "$IMAGE" "$1" "$2\\xff\\xff\\xff$3\\xff\\xff\\xff$4$5"
}
