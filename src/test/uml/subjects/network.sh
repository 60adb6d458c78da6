# shellcheck shell=bash disable=SC2034,SC2154
# A server that came to other hardware: its configuration names a card or a gateway that is not here. It is corrected after
# what the rescue system has, in the dialect of each of Debian's programs for it, and that program itself then sets up the
# card by it.
disks=(96M)
packages=(ifupdown netplan.io network-manager)
MAC=52:54:00:00:00:01
CARD=vec0
# A cable to nobody: its packets go to a port of this machine where no program listens.
network=$CARD:transport=l2tpv3,udp=1,src=127.0.0.1,srcport=17010,dst=127.0.0.1,dstport=17011,rx_session=1,tx_session=1,mac=$MAC

try() {
    for dialect in networkd netplan ifupdown manager; do
        comes_to=''
        "${dialect}_server" >&2
        in_the_network
        what_is_not_here_is_found
        it_is_corrected_and_taken_back
    done
}

server() { # SERVICE that sets up its network; the configuration comes from standard input
    make_server /dev/ubda <<END
UUID=$ROOT_UUID / ext4 defaults 0 1
END
    mount /dev/ubda /mnt/root
    mkdir -p "/mnt/root$(dirname "$FILE")" /mnt/root/etc/systemd/system/multi-user.target.wants /mnt/root/usr/{lib/systemd/system,sbin}
    cp "$(find "$work/own" /lib/systemd -name "$1.service" | head -n 1)" /mnt/root/usr/lib/systemd/system/
    ln -s "/usr/lib/systemd/system/$1.service" /mnt/root/etc/systemd/system/multi-user.target.wants/
    echo 'nameserver 192.0.2.53' >/mnt/root/etc/resolv.conf
    cat >"/mnt/root$FILE"
}

networkd_server() {
    FILE=/etc/systemd/network/10-wan.network
    FAULTS='not in this machine: 52:54:00:00:00:99.*192.0.2.254 is not the one'
    CORRECTED="[+] *MACAddress=$MAC.*[+] *Gateway=192.0.2.1 "
    server systemd-networkd <<END
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

networkd_sets_up() {
    mkdir -p /run/systemd/network
    cp "/mnt/root$FILE" /run/systemd/network/
    systemd_networkd "$1"
}

systemd_networkd() { # SECONDS that it gets
    /lib/systemd/systemd-networkd >&2 &
    local program=$! tries
    for ((tries = 0; tries < $1; tries++)); do
        [ -z "$(ip route show default)" ] || break
        sleep 1
    done
    ip route show default | cut -d ' ' -f 1-3
    kill "$program"
    wait "$program"
    rm -r /run/systemd/network
}

# A gateway outside of the network, which netplan would have to call on-link.
netplan_server() {
    FILE=/etc/netplan/50-cloud-init.yaml
    FAULTS='198.51.100.1 is in none of the networks'
    CORRECTED='[+] *via: 192.0.2.1 '
    server systemd-networkd <<END
# written by cloud-init
network:
  version: 2
  ethernets:
    wan:
      match:
        macaddress: $MAC
      addresses: [192.0.2.10/24]
      link-local: []
      routes:
        - to: default
          via: 198.51.100.1
END
    cp "$work/own/usr/sbin/netplan" /mnt/root/usr/sbin/
    umount /mnt/root
}

netplan_sets_up() {
    mkdir -p /tmp/netplan/etc
    cp -r /mnt/root/etc/netplan /tmp/netplan/etc/
    with_own_libraries "$work/own/usr/libexec/netplan/generate" --root-dir /tmp/netplan >&2
    mkdir -p /run/systemd
    cp -r /tmp/netplan/run/systemd/network /run/systemd/
    rm -r /tmp/netplan
    systemd_networkd "$1"
}

# Debian's ifupdown takes each gateway for one on the link: it comes to a wrong one, and nothing answers there.
ifupdown_server() {
    FILE=/etc/network/interfaces
    FAULTS='198.51.100.1 is not the one that rescue mode uses'
    CORRECTED='[+] *gateway 192.0.2.1 '
    comes_to='default via 198.51.100.1'
    server networking <<END
auto lo
iface lo inet loopback

# as the provider's panel says
auto $CARD
iface $CARD inet static
    address 192.0.2.10/24
    gateway 198.51.100.1
END
    cp "$work/own/sbin/ifup" /mnt/root/sbin/
    umount /mnt/root
}

ifupdown_sets_up() {
    "$work/own/sbin/ifup" --all --exclude=lo --no-scripts --interfaces "/mnt/root$FILE" >&2
    ip route show default | cut -d ' ' -f 1-3
    rm -r /run/network
}

manager_server() {
    FILE=/etc/NetworkManager/system-connections/wan.nmconnection
    FAULTS='not in this machine: 52:54:00:00:00:99.*NetworkManager ignores'
    CORRECTED="[+] *mac-address=$MAC.*[+] *address1=192.0.2.10/24,192.0.2.1 "
    server NetworkManager <<END
[connection]
id=wan
type=ethernet
uuid=1ab00001-0009-4000-8000-000000000001

[ethernet]
mac-address=52:54:00:00:00:99

[ipv4]
method=manual
address1=192.0.2.10/24,198.51.100.1

[ipv6]
method=disabled
END
    umount /mnt/root
}

# As an initramfs calls it: without D-Bus, and it ends when the card is set up.
manager_sets_up() {
    mkdir -p /run/manager/empty
    cp -r "/mnt/root$(dirname "$FILE")" /run/manager/
    mount -t tmpfs none /var/lib
    printf '[main]\nplugins=keyfile\nauth-polkit=false\nrc-manager=unmanaged\n[keyfile]\npath=/run/manager/system-connections\n' \
        >/run/manager/NetworkManager.conf
    with_own_libraries timeout "$1" "$work/own/usr/sbin/NetworkManager" --no-daemon \
        --configure-and-quit=initrd --config=/run/manager/NetworkManager.conf --config-dir=/run/manager/empty >&2 2>&1
    ip route show default | cut -d ' ' -f 1-3
    umount /var/lib
    rm -r /run/manager
}

with_own_libraries() { # COMMAND...
    local machine
    machine=$(uname -m)-linux-gnu
    LD_LIBRARY_PATH=$work/own/usr/lib/$machine:$work/own/lib/$machine "$@"
}

in_the_network() {
    ip link set "$CARD" up
    ip address replace 192.0.2.10/24 dev "$CARD"
    ip route replace default via 192.0.2.1
}

# The gateway that the server's own program comes to, by its files alone.
by_its_own_program() { # SECONDS that it gets
    mount -o ro /dev/ubda /mnt/root
    ip address flush dev "$CARD"
    "${dialect}_sets_up" "$1"
    umount /mnt/root
    ip address flush dev "$CARD"
    in_the_network
}

bytes() {
    mount -o ro /dev/ubda /mnt/root
    sha256sum "/mnt/root$FILE"
    umount /mnt/root
}

what_is_not_here_is_found() {
    before=$(hash)
    equal "$dialect: by its file the server does not come to the gateway" "$comes_to" "$(by_its_own_program 20)"
    answers "$dialect: it is found" 3 "${FAULTS// / +}" diagnose network-config
    answers "$dialect: a plan names what is here" 3 "$CORRECTED" repair network-config --plan
    equal "$dialect: looking writes no block" "$before" "$(hash)"
}

it_is_corrected_and_taken_back() {
    before=$(bytes)
    answers "$dialect: it is corrected" 0 'done' repair network-config --yes
    equal "$dialect: its own program sets up the card by it" 'default via 192.0.2.1' "$(by_its_own_program 120)"
    answers "$dialect: a second repair finds nothing to do" 0 '[Nn]othing' repair network-config --yes
    answers "$dialect: it is taken back" 0 'aken back|ndone' undo --yes
    equal "$dialect: to the same bytes" "$before" "$(bytes)"
}
