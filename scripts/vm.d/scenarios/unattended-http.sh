# shellcheck shell=bash disable=SC2034
# As unattended, from the network: the policy has to have the checksum that the kernel's command line names.
source scripts/vm.d/scenarios/loop-root.sh
number=25
summary='grub.cfg tells root=/dev/loop0p3; recovered by rescuekit.recover=http://HOST/POLICY#SHA256 alone'
from_login=''

start_rescue() { :; }

recover() {
    local port checksum
    mkdir "$WORK/http"
    printf '%s\n' "$policy" >"$WORK/http/policy"
    checksum=$(sha256sum <"$WORK/http/policy" | cut -d ' ' -f 1)
    port=$(free_port)
    setpriv --pdeathsig KILL busybox httpd -f -p "127.0.0.1:$port" -h "$WORK/http" &
    boot_rescue_with_server "rescuekit.recover=http://10.0.2.2:$port/policy#$checksum"
    insist 'the console tells the result' will_say rescue 1200 'rescuekit recover ended with exit code 0'
}

prove_well() {
    insist 'the server keeps a journal of what was done' in_machine server 240 'grep -rq boot-root-argument /var/lib/rescuekit'
}
