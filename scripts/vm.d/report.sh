# shellcheck shell=bash
# Results as a table, and their medians.

table() { # NAME...
    local name
    printf '\n%2s  %-18s %-7s %-8s %9s %9s %9s %9s\n' '' SCENARIO DISK RESULT 'DEAD s' 'REPAIR s' 'BOOT s' 'ALL s'
    for name in "$@"; do
        if [ -s "$RESULTS/$name" ]; then
            awk -F '\t' '{ printf "%2s  %-18s %-7s %-8s %9s %9s %9s %9s\n", $1, $2, $3, $4, $5, $6, $7, $8 }' "$RESULTS/$name"
        else
            printf '    %-18s did not run\n' "$name"
        fi
    done
}

# From the login into the rescue system to "repaired and verified".
medians() { # NAME...
    local name
    printf '\nFrom login to repaired and verified, median of %s scenarios: %s s\n' \
        "$(times "$@" | wc -l)" "$(times "$@" | median)"
    for name in "$@"; do
        [ "$name" != freeze ] || printf 'Scenario freeze alone: %s s\n' "$(times freeze | median)"
    done
    printf 'Emulated without KVM, 1 processor and 1 GiB: %s\n' "$(sed -n 's/^model name.*: //p;T;q' /proc/cpuinfo)"
}

times() { # NAME...
    local name
    for name in "$@"; do
        (load "$name" && [ -n "$from_login" ]) || continue
        awk -F '\t' '$4 == "passed" && $6 != "-" { print $6 }' "$RESULTS/$name"
    done
}

median() {
    sort -n | awk '{ time[NR] = $1 } END { print NR ? (NR % 2 ? time[(NR + 1) / 2] : (time[NR / 2] + time[NR / 2 + 1]) / 2) : "-" }'
}
