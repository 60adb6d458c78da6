# shellcheck shell=bash
# What makes a rescue system of a Debian root.

make_system() {
    step 'Making a rescue system of it'
    remove_what_is_of_this_build
    cp -r --no-preserve=ownership $HERE/files/. "$root/"
    ln -sfn ../run/systemd/resolve/stub-resolv.conf "$root/etc/resolv.conf"
    mask_units
    enable_units
    cp -a target/rescuekit "$root/opt/rescuekit"
    chown -R 0:0 "$root/opt/rescuekit"
    # Dates of today would make two images of the same content different.
    find "$root" -newermt "@$(dated)" -exec touch -h -d "@$(dated)" {} +
}

# Keys, identities and lists that must not be the same on two machines, or that age.
remove_what_is_of_this_build() {
    rm -rf "$root"/etc/ssh/ssh_host_* "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/* "$root"/var/log/* \
        "$root"/boot/initrd* "$root"/var/lib/dbus/machine-id "$root"/etc/mtab "$root"/var/cache/{debconf,ldconfig}/* \
        "$root"/etc/resolv.conf "$root"/etc/iscsi/initiatorname.iscsi "$root"/etc/nvme/host{id,nqn}
    mkdir -p "$root/var/log/journal"
    rmdir "$root/var/log/journal"
    ln -sfn ../proc/self/mounts "$root/etc/mtab"
    : >"$root/etc/machine-id"
    sed -i 's/^root:[^:]*:/root:*:/' "$root/etc/shadow"
}

mask_units() {
    local name
    for name in $(sed 's/#.*//' $HERE/masked-units); do
        case $name in
            *.rules) ln -sfn /dev/null "$root/etc/udev/rules.d/$name" ;;
            *) ln -sfn /dev/null "$root/etc/systemd/system/$name" ;;
        esac
    done
    # Partitions that say what they are would be mounted, and their swap used, without any fstab.
    mkdir -p "$root/etc/systemd/system-generators"
    for name in systemd-gpt-auto-generator systemd-hibernate-resume-generator; do
        ln -sfn /dev/null "$root/etc/systemd/system-generators/$name"
    done
}

enable_units() {
    systemctl --quiet --root="$root" enable rescue-login.service rescue-recover.service systemd-networkd.service \
        systemd-resolved.service ssh.service
    systemctl --quiet --root="$root" set-default multi-user.target
}

# The archive of classes in the bundle checks the date of its jar: nothing in the image may be made younger than that.
dated() {
    stat -c %Y "$root/opt/rescuekit/lib/rescuekit.jar"
}

# The list of what is inside: for people, and as SPDX for programs.
write_inventory() {
    local list=$work/installed
    step 'Writing down what is inside'
    dpkg-query --admindir="$root/var/lib/dpkg" -W -f='${Package}\t${Version}\t${Architecture}\t${source:Package}\n' |
        LC_ALL=C sort >"$list"
    mkdir -p "$root/usr/share/rescuekit"
    {
        printf 'Rescuekit %s with Java %s, on Debian %s with Linux %s\n\n' "$(rescuekit_version)" "$(java_version)" \
            "$(<"$root/etc/debian_version")" "$(kernel_release)"
        column -t -s $'\t' <(cut -f 1-3 "$list") 2>/dev/null || cut -f 1-3 "$list"
        printf '\nLibraries of Rescuekit:\n\n'
        cat THIRD-PARTY.md
    } >"$out/sbom.txt"
    spdx <"$list" >"$out/sbom.spdx"
    install -m 644 "$out/sbom.txt" "$out/sbom.spdx" "$root/usr/share/rescuekit/"
    touch -d "@$(dated)" "$root"/usr/share/rescuekit/{sbom.txt,sbom.spdx,.}
}

rescuekit_version() { target/rescuekit/bin/rescuekit --version | cut -d ' ' -f 2; }

java_version() { sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' target/rescuekit/runtime/release; }

kernel_release() { basename "$root"/lib/modules/*; }

# Reads lines "package version architecture source".
spdx() {
    cat <<END_OF_HEAD
SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: rescuekit-rescue-image
DocumentNamespace: urn:rescuekit:rescue-image:$(sha256sum <"$work/installed" | cut -c 1-32)
Creator: Tool: rescue-image/build
Created: $(date -u -d "@$(dated)" +%Y-%m-%dT%H:%M:%SZ)

END_OF_HEAD
    spdx_package rescuekit "$(rescuekit_version)" pkg:generic/rescuekit
    spdx_package java-runtime "$(java_version)" pkg:generic/openjdk
    while IFS=$'\t' read -r name version architecture source; do
        spdx_package "$name" "$version" "pkg:deb/debian/$name" "?arch=$architecture&upstream=$source"
    done
}

spdx_package() { # NAME VERSION IDENTITY [QUALIFIERS]
    local id=${1//[^a-zA-Z0-9.-]/-}
    printf 'PackageName: %s\nSPDXID: SPDXRef-%s\nPackageVersion: %s\nPackageDownloadLocation: NOASSERTION\nFilesAnalyzed: false\n' \
        "$1" "$id" "$2"
    printf 'ExternalRef: PACKAGE-MANAGER purl %s@%s%s\nRelationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-%s\n\n' \
        "$3" "$(sed 's/:/%3A/g; s/+/%2B/g; s/~/%7E/g' <<<"$2")" "${4-}" "$id"
}
