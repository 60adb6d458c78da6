# shellcheck shell=bash disable=SC2034,SC2154
# The disk of healthy with twelve faults; FAULTS below names the repair that each needs.
summary='the healthy server with twelve faults planted, each for another repair (needs about 1 GB)'
number=16

readonly FAULTS=(
    boot-loader boot-root-argument initramfs fstab-missing-device missing-directory directory-modes boot-target
    masked-unit preloaded-library firewall-lockout guest-agent-freeze interrupted-packages
)

build() {
    local fault
    debian_disk web16.example.net
    for fault in "${FAULTS[@]}"; do
        "plant_${fault//-/_}"
    done
    unmount
}

# An image of the disk was written over its first sector; the partition table behind it was saved.
plant_boot_loader() {
    dd if=/dev/zero of="$(whole_disk)" bs=440 count=1 conv=notrunc status=none
}

plant_boot_root_argument() {
    sed -i 's|root=UUID=[^ ]*|root=/dev/loop0p3|' "$ROOT/boot/grub/grub.cfg"
}

plant_initramfs() {
    local initrd
    for initrd in "$ROOT"/boot/initrd.img-*; do
        truncate -s 100000 "$initrd"
    done
}

plant_fstab_missing_device() {
    mkdir -p "$ROOT/backup"
    echo 'UUID=0ffba5ed-0000-4000-8000-000000000000 /backup ext4 defaults 0 2' >>"$ROOT/etc/fstab"
}

plant_missing_directory() {
    rmdir "$ROOT/proc"
}

plant_directory_modes() {
    chmod 755 "$ROOT/tmp"
}

plant_boot_target() {
    ln -sfn /dev/null "$ROOT/etc/systemd/system/default.target"
}

plant_masked_unit() {
    ln -sfn /dev/null "$ROOT/etc/systemd/system/ssh.service"
}

plant_preloaded_library() {
    echo /usr/local/lib/libprocesshider.so >"$ROOT/etc/ld.so.preload"
}

plant_firewall_lockout() {
    put etc/nftables.conf 755 <<'END'
#!/usr/sbin/nft -f
flush ruleset
table inet filter {
	chain input {
		type filter hook input priority 0; policy drop;
		iif "lo" accept
		tcp dport { 80, 443 } accept
	}
}
END
    put etc/systemd/system/nftables.service <<'END'
[Unit]
Before=network-pre.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f /etc/nftables.conf
[Install]
WantedBy=sysinit.target
END
    mkdir -p "$ROOT/etc/systemd/system/sysinit.target.wants"
    ln -s /etc/systemd/system/nftables.service "$ROOT/etc/systemd/system/sysinit.target.wants/nftables.service"
}

# A file mounted by loop, and a bind of its own filesystem after it.
plant_guest_agent_freeze() {
    truncate -s 8M "$ROOT/srv/data.img"
    mkfs.ext4 -qF "$ROOT/srv/data.img"
    mkdir -p "$ROOT/srv/data" "$ROOT/srv/ftp"
    printf '/srv/data.img /srv/data ext4 loop,nofail 0 0\n/home /srv/ftp none bind 0 0\n' >>"$ROOT/etc/fstab"
}

# Power was lost between unpacking and configuring.
plant_interrupted_packages() {
    sed -i '/^Package: logrotate$/,/^$/s/^Status: install ok installed$/Status: install ok unpacked/' "$ROOT/var/lib/dpkg/status"
    grep -q '^Status: install ok unpacked$' "$ROOT/var/lib/dpkg/status"
}
