# shellcheck shell=bash disable=SC2034
# A server that came to other hardware: its file for systemd-networkd names a card and a gateway that are not here. It is
# corrected after what the rescue system has, and systemd-networkd itself then sets up the card by it.
disks=(96M)
MAC=52:54:00:00:00:01
CARD=vec0
# A cable to nobody: its packets go to a port of this machine where no program listens.
network=$CARD:transport=l2tpv3,udp=1,src=127.0.0.1,srcport=17010,dst=127.0.0.1,dstport=17011,rx_session=1,tx_session=1,mac=$MAC
FILE=/etc/systemd/network/10-wan.network

try() {
    prepare_disks >&2
    in_the_network
    a_card_and_a_gateway_that_are_not_here_are_found
    both_are_corrected_and_taken_back
}

prepare_disks() {
    make_server /dev/ubda <<END
UUID=$ROOT_UUID / ext4 defaults 0 1
END
    mount /dev/ubda /mnt/root
    mkdir -p /mnt/root/etc/systemd/{network,system/multi-user.target.wants} /mnt/root/usr/lib/systemd/system
    cp /lib/systemd/system/systemd-networkd.service /mnt/root/usr/lib/systemd/system/
    ln -s /usr/lib/systemd/system/systemd-networkd.service /mnt/root/etc/systemd/system/multi-user.target.wants/
    echo 'nameserver 192.0.2.53' >/mnt/root/etc/resolv.conf
    cat >"/mnt/root$FILE" <<END
[Match]
MACAddress=52:54:00:00:00:99

[Network]
# as the provider's panel says
Address=192.0.2.10/24
Gateway=192.0.2.254
LinkLocalAddressing=no
IPv6AcceptRA=no
END
    umount /mnt/root
}

in_the_network() {
    ip link set "$CARD" up
    ip address add 192.0.2.10/24 dev "$CARD"
    ip route add default via 192.0.2.1
}

# The gateway that the server's own systemd-networkd comes to, by its files alone.
by_its_own_program() { # SECONDS that it gets
    mount -o ro /dev/ubda /mnt/root
    mkdir -p /run/systemd/network
    cp "/mnt/root$FILE" /run/systemd/network/
    umount /mnt/root
    ip address flush dev "$CARD"
    /lib/systemd/systemd-networkd >&2 &
    local program=$! tries
    for ((tries = 0; tries < $1; tries++)); do
        [ -z "$(ip route show default)" ] || break
        sleep 1
    done
    ip route show default | cut -d ' ' -f 1-3
    kill "$program"
    wait "$program"
    ip address flush dev "$CARD"
    in_the_network
}

bytes() {
    mount -o ro /dev/ubda /mnt/root
    sha256sum "/mnt/root$FILE"
    umount /mnt/root
}

a_card_and_a_gateway_that_are_not_here_are_found() {
    before=$(hash)
    equal 'by its file the server sets up nothing' '' "$(by_its_own_program 20)"
    answers 'the card is found' 3 '52:54:00:00:00:99' diagnose network-config
    answers 'and the gateway' 3 '192.0.2.254 +is +not +the +one +that +rescue +mode +uses' diagnose network-config
    answers 'a plan names the right ones' 3 "[+] *MACAddress=$MAC.*[+] *Gateway=192.0.2.1" \
        repair network-config --plan
    equal 'looking writes no block' "$before" "$(hash)"
}

both_are_corrected_and_taken_back() {
    before=$(bytes)
    answers 'both are corrected' 0 'done' repair network-config --yes
    equal 'systemd-networkd sets up the card by it' 'default via 192.0.2.1' "$(by_its_own_program 120)"
    answers 'a second repair finds nothing to do' 0 '[Nn]othing' repair network-config --yes
    answers 'it is taken back' 0 'aken back|ndone' undo --yes
    equal 'to the same bytes' "$before" "$(bytes)"
}
