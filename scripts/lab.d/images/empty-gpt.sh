# shellcheck shell=bash disable=SC2034,SC2154
# p1 and p2 are partitions of zeros.
summary='a GPT with two partitions that hold nothing'
number=7

build() {
    new_disk 64M
    partition_gpt <<'END'
1 32M linux root
2 rest linux data
END
    open_disk
}
