# shellcheck shell=bash
# The root of a Debian 12 that was really installed from packages, kernel and initramfs included; kept as a tarball.

# grub-pc itself would ask debconf for a disk; these are its parts. dosfstools checks the ESP that fstab names.
readonly PACKAGES=(
    systemd-sysv udev dbus libpam-systemd linux-image-cloud-amd64 initramfs-tools zstd
    grub2-common grub-pc-bin grub-efi-amd64-bin qemu-guest-agent openssh-server cron rsyslog logrotate
    ifupdown iproute2 nftables sudo procps kmod less e2fsprogs xfsprogs dosfstools
)

# Prints the path of the finished root as a tarball. This file is the recipe: whoever changes it gets a new tarball.
debian_root() {
    local key tarball
    key=$({ cat "$PARTS/trees/debian-root.sh" && echo "$MIRROR"; } | sha256sum | cut -c1-12)
    tarball=$CACHE/debian-12-$key.tar.zst
    [[ -f $tarball ]] || install_debian "$tarball"
    echo "$tarball"
}

# The packages stay in the cache too: another recipe then downloads little. initramfs-tools is configured before the kernel
# comes, whose installation makes the initramfs; it can see no root file system here, and would leave out its fsck.
install_debian() {
    local tarball=$1 fresh
    say 'installing Debian 12 once; later runs take it from the cache'
    mkdir -p "$CACHE/packages"
    fresh=$(mktemp "$CACHE/debian.XXXXXX")
    # In the folder that is removed even after a crash, and open to apt's own user.
    chmod 755 "$STAGE"
    TMPDIR=$STAGE mmdebstrap --quiet --mode=root --variant=minbase --format=tar --include="${PACKAGES[*]}" \
        --aptopt='Acquire::Languages "none"' --dpkgopt=force-unsafe-io --skip=essential/unlink \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        --setup-hook="mkdir -p \"\$1/var/cache/apt/archives\"" \
        --setup-hook="sync-in '$CACHE/packages' /var/cache/apt/archives" \
        --essential-hook="mkdir -p \"\$1/etc/initramfs-tools/conf.d\"" \
        --essential-hook="printf 'COMPRESS=zstd\nCOMPRESSLEVEL=1\nRESUME=none\nFSTYPE=ext4\n' >\"\$1/etc/initramfs-tools/conf.d/lab\"" \
        --customize-hook="sync-out /var/cache/apt/archives '$CACHE/packages'" \
        bookworm - "$MIRROR" </dev/null >"$fresh.tar" ||
        fail "$TOOL" 'mmdebstrap could not install Debian.' 'read the lines above; check the network or set RESCUEKIT_LAB_MIRROR.'
    zstd --quiet -1 -T0 --rm -f "$fresh.tar" -o "$fresh"
    rm -f "$CACHE"/debian-12-*.tar.zst
    mv "$fresh" "$tarball"
    # What killed runs left.
    find "$CACHE" -maxdepth 1 -name 'debian.??????*' -mmin +60 -delete
}
