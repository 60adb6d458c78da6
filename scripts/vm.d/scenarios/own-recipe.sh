# shellcheck shell=bash disable=SC2034
# What only this site has: its old agent never ends to start, and the boot waits for it.
number=29
summary="an agent of the site's hangs the boot; a recipe of the site's own, beside the policy, repairs it unattended"
from_login=''
dead_says='oldagent.service/start running'
policy=$ALLOWED$'\nrepair = old-agent'

readonly WANTED=/etc/systemd/system/sysinit.target.wants/oldagent.service

break_files() {
    cat >"$ROOT/etc/systemd/system/oldagent.service" <<'END'
[Unit]
Description=The old agent
DefaultDependencies=no
Before=sysinit.target

[Service]
Type=oneshot
TimeoutStartSec=infinity
ExecStart=/bin/sleep infinity
END
    mkdir -p "$ROOT${WANTED%/*}"
    ln -s /etc/systemd/system/oldagent.service "$ROOT$WANTED"
}

start_rescue() { :; }

recover() {
    labelled_disk site
    cat >"$WORK/old-agent.recipe" <<END
cures    = The old agent hangs the boot.
severity = critical
when = exists $WANTED
do = remove $WANTED
END
    mmd -i "$WORK/disk-policy.img" ::recipes
    mcopy -i "$WORK/disk-policy.img" "$WORK/old-agent.recipe" ::recipes/
    recover_by_labelled_disk site
}

prove_well() {
    insist 'the link is gone, and the unit is as it was' in_machine server 240 \
        "[ ! -e $WANTED ] && [ -e /etc/systemd/system/oldagent.service ]"
}
