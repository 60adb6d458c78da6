# shellcheck shell=bash disable=SC2034
number=27
summary='the memory test of the ISO starts from its menu'
bus='cd'

play() {
    start_iso -m 256
    timed boot memory_test_starts
    outcome=passed
}

# The fourth entry. Any key stops the countdown.
memory_test_starts() {
    local key
    insist 'the menu is shown' will_say rescue 300 'Memory test'
    for key in down down down ret; do
        press "$key"
    done
    insist 'memtest86+ tests the memory' will_say rescue 300 'Memtest86\+.*Pass|Testing'
}

press() { # KEY
    qmp rescue 30 "{\"execute\":\"send-key\",\"arguments\":{\"keys\":[{\"type\":\"qcode\",\"data\":\"$1\"}]}}" >/dev/null
    sleep 1
}
