# shellcheck shell=bash disable=SC2034,SC2154
# p1 BIOS boot, p2 ESP (ESP), p3 ext4 / (root), p4 swap (swap).
summary='Debian 12 really installed, with nothing wrong: nobody may find anything on it (needs about 1 GB)'
number=15

build() {
    debian_disk web15.example.net
    unmount
}
