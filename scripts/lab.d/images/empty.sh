# shellcheck shell=bash disable=SC2034,SC2154
# 64 MiB of zeros.
summary='a disk of zeros: no table, no file system'
number=6

build() {
    new_disk 64M
}
