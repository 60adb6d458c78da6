# shellcheck shell=bash
# The Debian root, made of packages once and kept as a tarball. Its recipe is this file and the list of packages.

# Prints the path of the tarball.
debian_root() {
    local key tarball
    key=$({ cat $HERE/build.d/root.sh $HERE/packages && echo "$MIRROR $SECURITY"; } | sha256sum | cut -c 1-12)
    tarball=$CACHE/root-$key.tar.zst
    [ -e "$tarball" ] || install_debian "$tarball"
    echo "$tarball"
}

packages() {
    sed 's/#.*//' $HERE/packages | tr -s ' \n' ',' | sed 's/^,//; s/,$//'
}

# What no rescue needs: drivers for sound, pictures and radio, what draws on screens, texts in other languages.
exclusions() {
    local path
    for path in '/usr/share/doc/*' '/usr/share/man/*' '/usr/share/locale/*' '/usr/share/info/*' '/usr/share/lintian/*' \
        '/usr/lib/x86_64-linux-gnu/libLLVM*' '/usr/lib/x86_64-linux-gnu/dri/*' '/usr/share/fonts/*' '/usr/share/icons/*' \
        '/lib/modules/*/kernel/sound/*' '/lib/modules/*/kernel/drivers/'{media,gpu,bluetooth,iio,staging,isdn,accessibility}'/*' \
        '/lib/modules/*/kernel/drivers/net/'{wireless,can,wwan,hamradio}'/*' \
        '/lib/modules/*/kernel/net/'{bluetooth,mac80211,wireless,can,nfc,ax25,rose,netrom}'/*'; do
        printf -- '--dpkgopt=path-exclude=%s\n' "$path"
    done
    printf -- '--dpkgopt=path-include=%s\n' '/usr/share/doc/*/copyright'
}

# The initramfs of Debian is never used; making it would take a minute.
install_debian() { # TARBALL
    local fresh exclude
    step 'Installing Debian; later builds take it from the cache' >&2
    mkdir -p "$CACHE/packages"
    mapfile -t exclude < <(exclusions)
    fresh=$(mktemp "$CACHE/fresh.XXXXXX")
    chmod 755 "$work"
    INITRD=No TMPDIR=$work mmdebstrap --quiet --mode=root --variant=minbase --format=tar --include="$(packages)" \
        --aptopt='Acquire::Languages "none"' --aptopt='APT::Install-Recommends "false"' --dpkgopt=force-unsafe-io --dpkgopt=force-confold \
        --skip=essential/unlink "${exclude[@]}" \
        --setup-hook="mkdir -p \"\$1/var/cache/apt/archives\"" \
        --setup-hook="sync-in '$CACHE/packages' /var/cache/apt/archives" \
        --customize-hook="sync-out /var/cache/apt/archives '$CACHE/packages'" \
        bookworm - "deb $MIRROR bookworm main" "deb $SECURITY bookworm-security main" </dev/null >"$fresh.tar" 2>"$out/mmdebstrap.log" ||
        fail "Debian could not be installed; see $out/mmdebstrap.log" 'check the network, or set RESCUEKIT_LAB_MIRROR' 5
    rm "$out/mmdebstrap.log"
    zstd --quiet -1 -T0 --rm -f "$fresh.tar" -o "$fresh"
    rm -f "$CACHE"/root-*.tar.zst
    mv "$fresh" "$1"
}

unpack_root() {
    local tarball
    tarball=$(debian_root)
    step 'Unpacking Debian'
    mkdir "$root"
    tar -C "$root" --zstd -xpf "$tarball"
}
