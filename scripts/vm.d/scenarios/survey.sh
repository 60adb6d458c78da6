# shellcheck shell=bash disable=SC2034,SC2016
number=19
summary='a survey in the rescue system is quick: at most 2.5 times as long as "java -version" there'

play() {
    break_server
    start_rescue
    measure >"$WORK/times.txt"
    say "           $(<"$WORK/times.txt")"
    insist 'a survey takes at most 2.5 times as long as java -version' \
        awk '{ exit !($3 > 0 && $6 > 0 && $6 <= 2.5 * $3) }' "$WORK/times.txt"
    outcome=passed
}

# The median of five, after one that fills the cache; in the guest, without the login.
measure() {
    in_machine rescue 900 '
        TIMEFORMAT=%R
        median() {
            "$@" >/dev/null 2>&1
            for _ in 1 2 3 4 5; do { time "$@" >/dev/null 2>&1; } 2>&1; done | sort -n | sed -n 3p
        }
        printf "java -version %s s, survey %s s\n" \
            "$(median /run/rescue/bundle/runtime/bin/java -version)" "$(median rescuekit survey)"'
}
