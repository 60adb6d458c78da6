# shellcheck shell=bash
# The logs of a server that hung in its backup: journal and syslog tell the same story, from one list of events.

logs() { # machine-id, host name, kernel version
    local machine=$1 hostname=$2 kernel=${3:-$KERNEL}
    mkdir -p "$ROOT/var/log/journal/$machine"
    perl "$PARTS/trees/events.pl" export "$machine" "$hostname" "$kernel" |
        /lib/systemd/systemd-journal-remote --output="$ROOT/var/log/journal/$machine/system.journal" - >/dev/null 2>&1
    [[ -s $ROOT/var/log/journal/$machine/system.journal ]] ||
        fail "$TOOL" 'systemd-journal-remote wrote no journal.' 'run "lab setup".'
    perl "$PARTS/trees/events.pl" syslog "$machine" "${hostname%%.*}" "$kernel" | put var/log/syslog 640
    grep ' kernel: ' "$ROOT/var/log/syslog" | put var/log/kern.log 640
}
