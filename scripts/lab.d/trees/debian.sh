# shellcheck shell=bash
# A small Debian 12 as files: enough to be found, mounted, entered with chroot, diagnosed and repaired.

readonly KERNEL=6.1.0-37-cloud-amd64

small_debian() { # number of the root partition, host name
    local partition=$1 hostname=$2
    directories
    debian_release
    names "$hostname" "$(machine_id "$partition")"
    accounts
    programs
    agent
    package_database
    kernel_pair "$KERNEL" vmlinuz initrd.img
    grub_config "$KERNEL" "$(fs_uuid "$partition")"
    ifupdown
    ssh_server
}

directories() {
    local directory
    mkdir -p "$ROOT"/{boot/grub,dev,etc/{default,network,ssh,systemd/system},home,media,mnt,opt,proc,run,srv,sys} \
        "$ROOT"/usr/{bin,sbin,lib,lib64,local/{bin,sbin},share,src} \
        "$ROOT"/var/{backups,cache/apt/archives,lib/{dpkg/info,systemd},local,log/journal,mail,opt,spool/cron/crontabs}
    install -d -m 700 "$ROOT/root"
    install -d -m 1777 "$ROOT/tmp" "$ROOT/var/tmp"
    ln -sfn /run "$ROOT/var/run"
    ln -sfn /run/lock "$ROOT/var/lock"
    for directory in bin sbin lib lib64; do
        ln -sfn "usr/$directory" "$ROOT/$directory"
    done
}

debian_release() {
    put etc/debian_version <<<'12.11'
    put usr/lib/os-release <<'END'
PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
END
    ln -sfn ../usr/lib/os-release "$ROOT/etc/os-release"
}

names() { # host name, machine-id
    put etc/hostname <<<"$1"
    printf '127.0.0.1\tlocalhost\n203.0.113.10\t%s %s\n\n::1\tlocalhost ip6-localhost ip6-loopback\n' "$1" "${1%%.*}" |
        put etc/hosts
    put etc/machine-id 444 <<<"$2"
    put etc/resolv.conf <<<'nameserver 192.0.2.53'
    put etc/timezone <<<'Etc/UTC'
}

# The password of root is "rescuekit-lab".
# shellcheck disable=SC2016
readonly LAB_PASSWORD='$6$rescuekitlab$wLn9LQZDu47x0Z1njtbDZciBI/G20HFjuda0Up73/rvPn447qi6SiNK1UAP9WEn6xKUtdGkCz45MH8kRSCV0Y/'

accounts() {
    put etc/passwd <<'END'
root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
bin:x:2:2:bin:/bin:/usr/sbin/nologin
sys:x:3:3:sys:/dev:/usr/sbin/nologin
sync:x:4:65534:sync:/bin:/bin/sync
man:x:6:12:man:/var/cache/man:/usr/sbin/nologin
mail:x:8:8:mail:/var/mail:/usr/sbin/nologin
www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
backup:x:34:34:backup:/var/backups:/usr/sbin/nologin
_apt:x:42:65534::/nonexistent:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
systemd-network:x:998:998:systemd Network Management:/:/usr/sbin/nologin
messagebus:x:100:107::/nonexistent:/usr/sbin/nologin
sshd:x:101:65534::/run/sshd:/usr/sbin/nologin
END
    put etc/group <<'END'
root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
disk:x:6:
mail:x:8:
man:x:12:
www-data:x:33:
backup:x:34:
shadow:x:42:
users:x:100:
messagebus:x:107:
systemd-network:x:998:
nogroup:x:65534:
END
    awk -F: -v password="$LAB_PASSWORD" \
        '{ print $1 ":" ($1 == "root" ? password : "*") ":20000:0:99999:7:::" }' "$ROOT/etc/passwd" | put etc/shadow 640
    awk -F: '{ print $1 ":*::" }' "$ROOT/etc/group" | put etc/gshadow 640
    chgrp 42 "$ROOT/etc/shadow" "$ROOT/etc/gshadow"
    printf '# /etc/shells: valid login shells\n/bin/sh\n/usr/bin/sh\n/bin/bash\n/usr/bin/bash\n/bin/dash\n' | put etc/shells
    printf 'passwd:         files\ngroup:          files\nshadow:         files\nhosts:          files dns\n' |
        put etc/nsswitch.conf
}

# Real programs, so that a chroot runs what it would run on a server; busybox stands in for the rest.
programs() {
    local applet
    with_libraries /usr/bin/bash /usr/bin/dash /usr/bin/env /usr/bin/stty /usr/bin/id
    cp /usr/bin/busybox "$ROOT/usr/bin/busybox" 2>/dev/null || cp /bin/busybox "$ROOT/usr/bin/busybox"
    ln -sfn dash "$ROOT/usr/bin/sh"
    for applet in cat chmod chown cp cut date df dmesg du echo false find grep head hostname kill ln ls mkdir more mount \
        mv ps pwd readlink rm rmdir sed sleep sort stat tail touch true tty umount uname vi wc which; do
        ln -sfn busybox "$ROOT/usr/bin/$applet"
    done
    ln -sfn ../bin/busybox "$ROOT/usr/sbin/chroot"
    ln -sfn ../bin/false "$ROOT/usr/sbin/nologin"
}

# Copies programs of this machine with the libraries they are linked to.
with_libraries() {
    local file
    for file in "$@" $(libraries_of "$@"); do
        mkdir -p "$ROOT$(dirname "$file")"
        cp -L "$file" "$ROOT$file"
    done
}

libraries_of() {
    ldd "$@" | grep -o '/[^ :]*\.so[^ :]*' | sort -u
}

# The real agent: its version, its options and its "-D" are what a repair relies on.
agent() {
    local files
    files=$(agent_files)
    cp -r "$files"/etc/. "$ROOT/etc"
    cp -r "$files"/usr/sbin/. "$ROOT/usr/sbin"
    cp -r "$files"/lib/. "$ROOT/usr/lib"
    cp -r "$files"/usr/lib/. "$ROOT/usr/lib"
    with_libraries /usr/lib/x86_64-linux-gnu/libm.so.6
}

package_database() {
    package base-files 12.4+deb12u11 /etc/debian_version
    package dash 0.5.12-2 /bin/dash
    package bash 5.2.15-2+b8 /bin/bash
    package "linux-image-$KERNEL" 6.1.140-1 "/boot/vmlinuz-$KERNEL"
    package linux-image-cloud-amd64 6.1.140-1 /usr/share/doc/linux-image-cloud-amd64/copyright
    package grub-pc 2.06-13+deb12u1 /usr/sbin/grub-install
    package openssh-server 1:9.2p1-2+deb12u6 /usr/sbin/sshd
    package qemu-guest-agent 1:7.2+dfsg-7+deb12u18+b3 /etc/qemu/fsfreeze-hook /lib/systemd/system/qemu-guest-agent.service \
        /lib/udev/rules.d/60-qemu-guest-agent.rules /usr/sbin/qemu-ga
}

package() { # name, version, files
    printf 'Package: %s\nStatus: install ok installed\nPriority: optional\nArchitecture: amd64\nVersion: %s\n\n' "$1" "$2" \
        >>"$ROOT/var/lib/dpkg/status"
    printf '%s\n' /. "${@:3}" | put "var/lib/dpkg/info/$1.list"
}

# A kernel that tools recognise and an initramfs that can be listed; neither boots. Names as the distribution writes them.
kernel_pair() { # version, kernel name, initramfs name, end of the initramfs name
    local kernel=$ROOT/boot/$2-$1 initramfs=$ROOT/boot/$3-$1${4-}
    truncate -s 6M "$kernel"
    # The signatures that file(1) and boot loaders look for: MZ, 55AA, HdrS and the place of the version text.
    write_at "$kernel" 0 'MZ'
    write_at "$kernel" 510 '\x55\xaaMZHdrS\x0f\x02'
    write_at "$kernel" 526 '\x00\x02'
    write_at "$kernel" 1024 "$1 (lab@example.net) #1 SMP\\x00"
    small_initramfs "$1" | dd of="$initramfs" bs=64K iflag=fullblock conv=sparse status=none
    mkdir -p "$ROOT/usr/lib/modules/$1/kernel"
    printf 'kernel/fs/ext4/ext4.ko:\nkernel/fs/xfs/xfs.ko:\n' | put "usr/lib/modules/$1/modules.dep"
    put "boot/config-$1" <<<'CONFIG_EXT4_FS=m'
    put "boot/System.map-$1" 600 <<<'ffffffff81000000 T _text'
}

write_at() { # file, offset, printf text
    # shellcheck disable=SC2059
    printf "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

small_initramfs() { # kernel version
    local tree=$STAGE/initramfs
    mkdir -p "$tree/scripts" "$tree/usr/lib/modules/$1/kernel/fs/"{ext4,xfs}
    printf '#!/bin/sh\nexec /scripts/local\n' >"$tree/init"
    chmod 755 "$tree/init"
    # Nothing below 5 MB is taken for a whole initramfs.
    truncate -s 6M "$tree/usr/lib/modules/$1/kernel/fs/ext4/ext4.ko"
    truncate -s 0 "$tree/usr/lib/modules/$1/kernel/fs/xfs/xfs.ko"
    (cd "$tree" && find . | sort | cpio --quiet -o -H newc -R 0:0 --reproducible)
    rm -r "$tree"
}

grub_config() { # kernel version, root UUID
    put boot/grub/grub.cfg 444 <<END
set default="0"
set timeout=5
menuentry 'Debian GNU/Linux' --class debian --id 'gnulinux-simple-$2' {
	insmod part_gpt
	insmod ext2
	search --no-floppy --fs-uuid --set=root $2
	linux	/boot/vmlinuz-$1 root=UUID=$2 ro console=ttyS0,115200n8
	initrd	/boot/initrd.img-$1
}
END
    printf 'GRUB_DEFAULT=0\nGRUB_TIMEOUT=5\nGRUB_CMDLINE_LINUX="console=ttyS0,115200n8"\n' | put etc/default/grub
    mkdir -p "$ROOT/boot/grub/i386-pc"
    truncate -s 32K "$ROOT/boot/grub/i386-pc/core.img"
    put boot/grub/i386-pc/normal.mod <<<'stand-in'
    grub_environment boot/grub/grubenv
}

# Exactly 1024 bytes, or GRUB takes it for damaged.
grub_environment() { # path, key=value lines
    local path=$1 text=$'# GRUB Environment Block\n'
    shift
    if (($#)); then text+=$(printf '%s\n' "$@")$'\n'; fi
    { printf '%s' "$text" && head -c $((1024 - ${#text})) /dev/zero | tr '\0' '#'; } | put "$path"
}

ifupdown() {
    put etc/network/interfaces <<'END'
auto lo
iface lo inet loopback

allow-hotplug ens3
iface ens3 inet static
    address 203.0.113.10/24
    gateway 203.0.113.1
END
}

ssh_server() {
    put etc/ssh/sshd_config <<'END'
Include /etc/ssh/sshd_config.d/*.conf
PermitRootLogin prohibit-password
UsePAM yes
Subsystem sftp /usr/lib/openssh/sftp-server
END
    mkdir -p "$ROOT/etc/ssh/sshd_config.d"
}

# What tells a disk with a boot loader from one without: the word GRUB in the first sector, something in the BIOS boot
# partition. It does not boot.
boot_code() {
    write_at "$(whole_disk)" 384 'GRUB \x00Geom\x00Hard Disk\x00Read\x00 Error'
    write_at "$(part 1)" 0 'loading\x00'
}

# The root on partition 1 and nothing else.
root_only_fstab() { # type
    printf 'UUID=%s / %s defaults 0 1\ntmpfs /tmp tmpfs nosuid,nodev 0 0\n' "$(fs_uuid 1)" "$1" | put etc/fstab
}
