# shellcheck shell=bash
# Scenarios side by side. Each machine has one processor, and emulating it takes one of this machine's.

readonly LANES=${RESCUEKIT_VM_LANES:-2}

play_all() { # NAME...
    local name running=0 status=0
    trap 'end_lanes' EXIT
    trap 'exit 130' INT TERM HUP
    for name in "$@"; do
        if [ "$running" = "$LANES" ]; then
            wait -n || status=1
            running=$((running - 1))
        fi
        setpriv --pdeathsig TERM scripts/vm play "$name" {LOCK}>&- &
        running=$((running + 1))
    done
    while [ "$running" -gt 0 ]; do
        wait -n || status=1
        running=$((running - 1))
    done
    return "$status"
}

# They end their machines and release their disks, each when the command is over that it waits for.
end_lanes() {
    local lanes
    mapfile -t lanes < <(jobs -p)
    [ "${#lanes[@]}" != 0 ] || return 0
    kill "${lanes[@]}" 2>/dev/null || true
    pkill -TERM --parent "$(IFS=, && echo "${lanes[*]}")" || true
    wait
}
