# shellcheck shell=bash disable=SC2034
# The guest's memory is a file; bits of it are turned while it is tested. Only pages are touched that look like many others
# and hold a pattern: those are the test's. Without a flip the same test finds nothing.
number=24
summary='"test memory" finds a bit that flips, and nothing when none does'
from_login=''
bus='none'

readonly TEST='rescuekit test memory --time 40s'

play() {
    memory=/dev/shm/rescuekit-vm-$NAME
    truncate -s 1024M "$memory"
    # Gone with the machine that has it open.
    trap 'rm -f "$memory"; after_play' EXIT
    restore_rescue -object "memory-backend-file,id=pc.ram,size=1024M,mem-path=$memory,share=on" -machine memory-backend=pc.ram
    plug_bundle
    insist 'a memory in which no bit flips passes' in_machine rescue 600 "$TEST" >"$WORK/control.txt"
    timed repair a_flip_is_found
    outcome=passed
}

a_flip_is_found() {
    local code=0 flips
    "$PARTS/flip-bits" "$memory" >"$WORK/flips" &
    flips=$!
    in_machine rescue 600 "$TEST" >"$WORK/test.txt" 2>&1 || code=$?
    kill "$flips"
    insist 'bits were flipped' [ -s "$WORK/flips" ]
    insist 'the test finds them' [ "$code" = 3 ]
    insist 'it calls the memory failed' grep -qi 'memory.*failed\|failed.*memory' "$WORK/test.txt"
}
