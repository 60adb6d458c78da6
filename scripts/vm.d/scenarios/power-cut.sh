# shellcheck shell=bash disable=SC2034
# The machine loses its power while Rescuekit repairs; a second rescue finds what the first left, and finishes.
source scripts/vm.d/scenarios/freeze.sh
number=16
summary="power is lost in the middle of Rescuekit's own repair, then it repairs again"
from_login=''

recover() {
    printf '%s\n' "$policy" >"$WORK/policy"
    insist 'power is lost in the middle of the repair' cut_off
    start_rescue
    insist 'the second rescue recovers the server without a question' recovered
}

cut_off() {
    recovered &
    local login=$!
    until grep -q '^Repairing \.\.\.' "$WORK/recover.progress" 2>/dev/null; do
        kill -0 "$login" 2>/dev/null || return 1
        sleep 0.1
    done
    end_machine rescue
    kill "$login" 2>/dev/null || true
    ! wait "$login"
    cp "$WORK/recover.progress" "$WORK/recover-1.progress"
    ! grep -q 'Diagnosing again' "$WORK/recover-1.progress"
}
