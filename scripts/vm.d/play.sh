# shellcheck shell=bash
# A scenario from beginning to end: break, prove dead, recover, boot, prove well. A scenario's file replaces what differs.

# The sample's own fault is repaired in each scenario, or something would be left. No checks: QEMU's SCSI disks give no SMART
# verdict, and that is something left as well.
readonly ALLOWED='check  = no
repair = guest-agent-freeze'

play_scenario() { # NAME
    load "$1"
    WORK=$PWD/target/vm/$NAME
    export RESCUEKIT_LAB_RUN=/run/rescuekit-vm/$NAME
    SERVER=$(dirname "$CACHE"/server-*/manifest)
    rm -rf -- "$WORK"
    mkdir -p "$WORK"
    rm -f "$RESULTS/$NAME"
    begin=$EPOCHREALTIME control='' repair='' boot='' outcome=FAILED
    trap 'after_play' EXIT
    trap 'exit 130' INT TERM HUP
    open_machines
    say "$summary ($bus)"
    play
}

play() {
    break_server
    timed control be_dead
    if is_open; then
        outcome=open
        say "open     no repair yet: ${needs[*]}"
        return
    fi
    start_rescue
    timed repair recover
    timed boot leave_and_boot
    outcome=passed
}

# How the rescue system is left, and what comes then.
leave_and_boot() {
    end_machine rescue
    boot_again
}

be_dead() {
    start_server
    prove_dead
    end_machine server
}

# The positive control: what the console says instead of a login, and no answer to SSH.
prove_dead() {
    insist "the broken server is dead: its console says '$dead_says'" will_say server "$dead_within" "$dead_says"
    insist 'the broken server does not answer to SSH' not answers_ssh server
}

# The clock runs from the login to the verdict.
recover() {
    printf '%s\n' "$policy" >"$WORK/policy"
    insist 'the server is recovered without a question' recovered
}

# A root that cannot be read holds no system that could be found: such a filesystem is repaired first, by its partition.
recovered() {
    if [ -n "$fsck" ]; then
        in_machine rescue 2400 "rescuekit fsck \$(readlink -f /dev/disk/by-partuuid/$(part_uuid "$fsck")) --yes --accept-loss \
            $fsck_options" >"$WORK/fsck.txt" 2>&1 || return 1
    fi
    into_machine rescue 2400 'cat >/run/policy && rescuekit recover --policy /run/policy' <"$WORK/policy" \
        >"$WORK/recover.txt" 2>"$WORK/recover.progress"
}

boot_again() {
    insist 'the server boots from its own disk to SSH' boots
    insist 'it is the same server' in_machine server 240 "grep -qx $SERVER_ID /etc/machine-id"
    insist 'its data is intact' data_is_intact
    prove_well
    end_machine server
}

# When it is the emulator that failed, the power is cut and comes back, as a technician would do.
boots() {
    local attempt
    for attempt in 1 2 3; do
        start_server
        ! comes_up server 900 || return 0
        has_lost_a_command server || return 1
        say "         QEMU lost a command to the disk in start $attempt"
        end_machine server
    done
    return 1
}

data_is_intact() {
    into_machine server 300 'cd / && sha256sum --check --strict --quiet' <"$SERVER/manifest" >"$WORK/data.txt" 2>&1
}

# What a scenario proves beyond that.
prove_well() { :; }

# --- words ---

insist() { # SENTENCE COMMAND...
    local sentence=$1
    shift
    if "$@"; then
        say "ok       $sentence"
    else
        say "FAILED   $sentence"
        exit 1
    fi
}

not() { ! "$@"; }

timed() { # VARIABLE COMMAND...
    local variable=$1 from=$EPOCHREALTIME
    shift
    "$@"
    printf -v "$variable" '%s' "$(seconds_since "$from")"
    say "         $variable: ${!variable} s"
}

seconds_since() {
    awk -v from="$1" -v now="$EPOCHREALTIME" 'BEGIN { printf "%.0f", now - from }'
}

after_play() {
    trap '' INT TERM HUP
    close_machines
    scripts/lab detach --all 2>/dev/null || true
    rm -rf "$RESCUEKIT_LAB_RUN"
    if [ "$outcome" = FAILED ]; then
        say "         its consoles and answers are in ${WORK#"$PWD"/}"
        tail -qn 5 "$WORK"/*.console "$WORK"/*.txt 2>/dev/null | tr -d '\r' | cut -c 1-160 | sed "s/^/$NAME | /" || true
    fi
    [ -n "${RESCUEKIT_VM_KEEP-}" ] || rm -f "$WORK"/disk*.img "$WORK"/disk*.lab "$WORK"/*.qcow2
    printf '%s\t' "$number" "$NAME" "$bus" "$outcome" "${control:--}" "${repair:--}" "${boot:--}" >"$RESULTS/$NAME"
    seconds_since "$begin" >>"$RESULTS/$NAME"
    printf '\n' >>"$RESULTS/$NAME"
}
