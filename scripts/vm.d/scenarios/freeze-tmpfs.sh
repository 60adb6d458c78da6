# shellcheck shell=bash disable=SC2034,SC2016
# As freeze, with the other remedy: consistent backups go on, because /tmp is no file on / any more.
source scripts/vm.d/scenarios/freeze.sh
number=17
summary='as freeze, cured by a tmpfs on /tmp: freeze and thaw succeed, backups stay consistent'
policy='check  = no
repair = guest-agent-freeze tmpfs-tmp'

prove_well() {
    insist '/tmp is a tmpfs' in_machine server 240 '[ "$(findmnt -no FSTYPE /tmp | tail -n 1)" = tmpfs ]'
    insist 'a freeze succeeds, and the thaw' agent server 120 '{"execute":"guest-fsfreeze-freeze"}' '{"execute":"guest-fsfreeze-thaw"}'
    insist 'the server lives: it can be written to' in_machine server 240 'echo kept >/srv/kept && sync'
}
