# shellcheck shell=bash
# What lab needs on a bare Debian 12.

# program:package; journal-remote is the only program that writes a binary journal from text.
readonly NEEDED=(
    mmdebstrap:mmdebstrap sfdisk:fdisk losetup:mount partx:util-linux mke2fs:e2fsprogs mkfs.xfs:xfsprogs
    mkfs.btrfs:btrfs-progs mkfs.vfat:dosfstools mcopy:mtools cpio:cpio zstd:zstd busybox:busybox-static
    /lib/systemd/systemd-journal-remote:systemd-journal-remote
)

# What the image's own guest agent needs to start in a chroot; it is unpacked, never installed on this machine.
readonly AGENT_PACKAGES=(qemu-guest-agent libglib2.0-0 libnuma1 libudev1 liburing2 libpcre2-8-0)

missing_packages() {
    local pair
    for pair in "${NEEDED[@]}"; do
        command -v "${pair%%:*}" >/dev/null || echo "${pair##*:}"
    done | sort -u
}

apt_get() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@" >&2
}

setup() {
    local packages
    mapfile -t packages < <(missing_packages)
    ((${#packages[@]})) || return 0
    say "installing ${packages[*]}"
    { apt_get update && apt_get install --no-install-recommends "${packages[@]}"; } ||
        fail "$TOOL" "apt could not install ${packages[*]}." 'look at the lines above; check the network and apt sources.'
}

# Prints the directory with the unpacked guest agent and its libraries.
agent_files() {
    local tree
    tree=$CACHE/agent-$(printf '%s ' "${AGENT_PACKAGES[@]}" | sha256sum | cut -c1-12)
    [[ -d $tree ]] || unpack_agent "$tree"
    echo "$tree"
}

unpack_agent() {
    local tree=$1 fresh deb
    mkdir -p "$CACHE"
    fresh=$(mktemp -d "$CACHE/agent.XXXXXX")
    # _apt may not write into root's directory; apt then only warns, so the sandbox is switched off instead.
    (
        cd "$fresh"
        apt_get -o APT::Sandbox::User=root download "${AGENT_PACKAGES[@]}" ||
            { apt_get update && apt_get -o APT::Sandbox::User=root download "${AGENT_PACKAGES[@]}"; }
    ) || fail "$TOOL" 'apt could not download the guest agent.' 'check the network and apt sources.'
    for deb in "$fresh"/*.deb; do
        dpkg-deb -x "$deb" "$fresh/tree"
    done
    chmod 755 "$fresh/tree"
    # Loses the race against a second lab harmlessly: the other tree is as good.
    mv -T "$fresh/tree" "$tree" 2>/dev/null || [[ -d $tree ]]
    rm -rf "$fresh"
}
