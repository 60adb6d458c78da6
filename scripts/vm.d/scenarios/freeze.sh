# shellcheck shell=bash disable=SC2034
# The host asks the guest agent to freeze. /tmp is a file on /, mounted by loop, and / is bound elsewhere later: the agent
# freezes / first and then waits for itself for ever.
number=1
summary='a backup freezes the filesystems and the server hangs: guest agent, loop-mounted /tmp, later bind'
needs=(guest-agent-freeze)
policy=$ALLOWED

# And, after /tmp, what a login into a jail mounts.
break_files() {
    cat >>"$ROOT/usr/local/cpanel/scripts/securetmp" <<'PROGRAM'
mkdir -p /home/virtfs/shopone/usr
mount --bind /usr /home/virtfs/shopone/usr
PROGRAM
}

prove_dead() {
    insist 'the server boots' comes_up server 600
    insist '/tmp is mounted by loop, and / bound after it' in_machine server 240 \
        'findmnt -no SOURCE /tmp | grep -q loop && mountpoint -q /home/virtfs/shopone/usr'
    insist 'its guest agent answers' agent server 60 '{"execute":"guest-ping"}'
    insist 'a freeze is never answered' times_out agent server 40 '{"execute":"guest-fsfreeze-freeze"}'
    insist 'the server hangs: nothing can be written any more' times_out in_machine server 40 'echo lost >/srv/lost && sync'
    insist 'its guest agent is stuck' times_out agent server 20 '{"execute":"guest-fsfreeze-thaw"}'
}

# Of talk 2, of timeout 124 or 137: no answer, which is something else than an error.
times_out() { # COMMAND...
    local code=0
    "$@" >/dev/null 2>&1 || code=$?
    case $code in 2 | 124 | 137) return 0 ;; *) return 1 ;; esac
}

prove_well() {
    insist '/tmp is mounted by loop, and / bound after it, as before' in_machine server 240 \
        'findmnt -no SOURCE /tmp | grep -q loop && mountpoint -q /home/virtfs/shopone/usr'
    insist 'its guest agent answers' agent server 60 '{"execute":"guest-ping"}'
    insist 'the agent refuses to freeze' refuses '{"execute":"guest-fsfreeze-freeze"}'
    insist 'the server lives: it can be written to' in_machine server 240 'echo kept >/srv/kept && sync'
    insist 'its guest agent still answers' agent server 60 '{"execute":"guest-ping"}'
}

refuses() { # COMMAND
    local code=0
    agent server 60 "$1" || code=$?
    [ $code = 1 ] && grep -q 'disabled' "$WORK/agent.txt"
}
