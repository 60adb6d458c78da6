# shellcheck shell=bash disable=SC2034,SC2016
# The firewall lets in the web alone. The bypass opens it for one address while the server runs, and closes it again.
number=26
summary='the firewall drops SSH; a bypass lets one address in, and takes itself away when its hours are over'
needs=(firewall-lockout)
policy=$ALLOWED$'\nrepair = firewall-lockout expiring-bypass address=203.0.113.1 hours=1'

break_files() {
    cat >"$ROOT/etc/nftables.conf" <<'END'
#!/usr/sbin/nft -f
flush ruleset
table inet filter {
	chain input {
		type filter hook input priority 0; policy drop;
		iif "lo" accept
		ct state established,related accept
		tcp dport { 80, 443 } accept
	}
}
END
    mkdir -p "$ROOT/etc/systemd/system/sysinit.target.wants"
    ln -s /lib/systemd/system/nftables.service "$ROOT/etc/systemd/system/sysinit.target.wants/nftables.service"
}

prove_dead() {
    insist 'the server boots' will_say server 600 'login:'
    insist 'its guest agent answers' agent server 60 '{"execute":"guest-ping"}'
    insist 'it lets nobody in by SSH' not comes_up server 90
}

prove_well() {
    insist 'the bypass counts its minutes' in_machine server 240 '[ "$(cat /var/lib/rescuekit-bypass)" -gt 0 ]'
    in_machine server 240 'echo 0 >/var/lib/rescuekit-bypass'
    insist 'when they are over it closes the door' closes
    insist 'nothing is left of it' nothing_left
}

closes() {
    local deadline=$((SECONDS + 300))
    while answers_ssh server; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 5
    done
}

nothing_left() {
    ! agent server 60 '{"execute":"guest-file-open","arguments":{"path":"/usr/local/sbin/rescuekit-bypass"}}' &&
        grep -q 'No such file' "$WORK/agent.txt"
}
