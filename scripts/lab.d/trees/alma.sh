# shellcheck shell=bash
# A small AlmaLinux 9 as files: what differs from Debian in every repair. Its agent is configured through sysconfig.

readonly ALMA_KERNEL=5.14.0-503.40.1.el9_5.x86_64

small_alma() { # number of the root partition, host name
    local partition=$1 hostname=$2
    alma_directories
    alma_release
    names "$hostname" "$(machine_id "$partition")"
    accounts
    programs
    alma_agent
    kernel_pair "$ALMA_KERNEL" vmlinuz initramfs .img
    alma_boot_loader "$ALMA_KERNEL" "$(fs_uuid "$partition")" "$(machine_id "$partition")"
    alma_settings
    ssh_server
}

alma_directories() {
    directories
    rmdir "$ROOT/etc/network" "$ROOT/etc/default" "$ROOT"/var/lib/dpkg/{info,} "$ROOT"/var/spool/cron/crontabs \
        "$ROOT/var/cache/apt/archives" "$ROOT/var/cache/apt" "$ROOT/boot/grub"
    mkdir -p "$ROOT"/boot/{grub2,loader/entries} "$ROOT"/etc/{default,rc.d,sysconfig,dnf,NetworkManager/system-connections} \
        "$ROOT"/var/lib/rpm "$ROOT/var/cache/dnf" "$ROOT/var/crash"
}

alma_release() {
    put usr/lib/os-release <<'END'
NAME="AlmaLinux"
VERSION="9.5 (Teal Serval)"
ID="almalinux"
ID_LIKE="rhel centos fedora"
VERSION_ID="9.5"
PLATFORM_ID="platform:el9"
PRETTY_NAME="AlmaLinux 9.5 (Teal Serval)"
ANSI_COLOR="0;34"
LOGO="fedora-logo-icon"
CPE_NAME="cpe:/o:almalinux:almalinux:9::baseos"
HOME_URL="https://almalinux.org/"
END
    ln -sfn ../usr/lib/os-release "$ROOT/etc/os-release"
    put etc/almalinux-release <<<'AlmaLinux release 9.5 (Teal Serval)'
    ln -sfn almalinux-release "$ROOT/etc/redhat-release"
    ln -sfn almalinux-release "$ROOT/etc/system-release"
}

# Configured by its unit's variable, with an allow list; the link in the device's directory is not what starts it.
alma_agent() {
    local wants='dev-virtio\x2dports-org.qemu.guest_agent.0.device.wants'
    agent
    rm -r "$ROOT"/etc/{init.d,qemu} "$ROOT/usr/lib/udev/rules.d/60-qemu-guest-agent.rules"
    mv "$ROOT/usr/sbin/qemu-ga" "$ROOT/usr/bin/qemu-ga"
    put etc/sysconfig/qemu-ga <<'END'
# This is a systemd environment file, not a shell script.
# It provides settings for "/lib/systemd/system/qemu-guest-agent.service".

# Comma-separated list of RPCs to disable, or empty list to enable all.
#
# You can get the list of RPC commands using "qemu-ga --block-rpcs='?'".
# There should be no spaces between commas and commands in the list.
FILTER_RPC_ARGS="--allow-rpcs=guest-sync-delimited,guest-sync,guest-ping,guest-get-time,guest-set-time,guest-info,guest-shutdown,guest-fsfreeze-status,guest-fsfreeze-freeze,guest-fsfreeze-freeze-list,guest-fsfreeze-thaw,guest-fstrim,guest-suspend-disk,guest-suspend-ram,guest-suspend-hybrid,guest-network-get-interfaces,guest-get-vcpus,guest-set-vcpus,guest-get-disks,guest-get-fsinfo,guest-set-user-password,guest-get-memory-blocks,guest-set-memory-blocks,guest-get-memory-block-info,guest-get-host-name,guest-get-users,guest-get-timezone,guest-get-osinfo,guest-get-devices,guest-ssh-get-authorized-keys,guest-ssh-add-authorized-keys,guest-ssh-remove-authorized-keys,guest-get-diskstats,guest-get-cpustats"

# Fsfreeze hook script specification.
FSFREEZE_HOOK_PATHNAME=/etc/qemu-ga/fsfreeze-hook
END
    put usr/lib/systemd/system/qemu-guest-agent.service <<'END'
[Unit]
Description=QEMU Guest Agent
BindsTo=dev-virtio\x2dports-org.qemu.guest_agent.0.device
After=dev-virtio\x2dports-org.qemu.guest_agent.0.device
IgnoreOnIsolate=True

[Service]
UMask=0077
EnvironmentFile=/etc/sysconfig/qemu-ga
ExecStart=/usr/bin/qemu-ga \
  --method=virtio-serial \
  --path=/dev/virtio-ports/org.qemu.guest_agent.0 \
  ${FILTER_RPC_ARGS} \
  -F${FSFREEZE_HOOK_PATHNAME}
Restart=always
RestartSec=0

[Install]
WantedBy=dev-virtio\x2dports-org.qemu.guest_agent.0.device
END
    put usr/lib/udev/rules.d/99-qemu-guest-agent.rules <<'END'
SUBSYSTEM=="virtio-ports", ATTR{name}=="org.qemu.guest_agent.0", \
  TAG+="systemd" ENV{SYSTEMD_WANTS}="qemu-guest-agent.service"
END
    put etc/qemu-ga/fsfreeze-hook 755 <<<'#!/bin/sh'
    mkdir -p "$ROOT/etc/systemd/system/$wants"
    ln -sfn /usr/lib/systemd/system/qemu-guest-agent.service "$ROOT/etc/systemd/system/$wants/qemu-guest-agent.service"
}

alma_boot_loader() { # kernel version, root UUID, machine-id
    put "boot/loader/entries/$3-$1.conf" <<END
title AlmaLinux ($1) 9.5 (Teal Serval)
version $1
linux /boot/vmlinuz-$1
initrd /boot/initramfs-$1.img
options root=UUID=$2 ro console=ttyS0,115200n8 crashkernel=1G-4G:192M,4G-64G:256M,64G-:512M
grub_users \$grub_users
grub_arg --unrestricted
grub_class almalinux
END
    put boot/grub2/grub.cfg 600 <<'END'
set default="${saved_entry}"
load_env -f /boot/grub2/grubenv
insmod blscfg
blscfg
END
    grub_environment boot/grub2/grubenv "saved_entry=$3-$1" boot_success=1
    printf 'GRUB_TIMEOUT=5\nGRUB_DEFAULT=saved\nGRUB_ENABLE_BLSCFG=true\n' | put etc/default/grub
}

alma_settings() {
    printf 'SELINUX=permissive\nSELINUXTYPE=targeted\n' | put etc/selinux/config
    ln -sfn ../selinux/config "$ROOT/etc/sysconfig/selinux"
    printf '[main]\ninstallonly_limit=3\n' | put etc/dnf/dnf.conf
    put etc/NetworkManager/system-connections/ens3.nmconnection 600 <<'END'
[connection]
id=ens3
type=ethernet
interface-name=ens3

[ipv4]
address1=203.0.113.20/24,203.0.113.1
method=manual
END
}
