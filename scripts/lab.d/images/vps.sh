# shellcheck shell=bash disable=SC2034,SC2154
# p1 ext4 / (cloudimg-rootfs), p14 BIOS boot, p15 ESP (UEFI): the order of cloud images, the root is the first partition.
# fstab names / by LABEL and /boot/efi by PARTUUID.
summary='a provider'"'"'s VPS: Ubuntu cloud image with cloud-init, root on p1 by LABEL, ESP on p15 by PARTUUID'
number=13

build() {
    new_disk 400M
    partition_gpt <<'END'
14 4M bios bios
15 60M esp esp
1 rest linux root
END
    open_disk
    printf 'MZ stand-in' >"$STAGE/grubx64.efi"
    new_esp 15 UEFI ubuntu "$STAGE/grubx64.efi"
    new_ext4 1 cloudimg-rootfs
    mount_part 1 /
    small_debian 1 vps-9f3c2a
    ubuntu_release
    cloud_init
    vps_fstab
    unmount
}

ubuntu_release() {
    put etc/debian_version <<<'bookworm/sid'
    put etc/lsb-release <<<$'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=22.04\nDISTRIB_CODENAME=jammy\nDISTRIB_DESCRIPTION="Ubuntu 22.04.5 LTS"'
    put usr/lib/os-release <<'END'
PRETTY_NAME="Ubuntu 22.04.5 LTS"
NAME="Ubuntu"
VERSION_ID="22.04"
VERSION="22.04.5 LTS (Jammy Jellyfish)"
VERSION_CODENAME=jammy
ID=ubuntu
ID_LIKE=debian
HOME_URL="https://www.ubuntu.com/"
UBUNTU_CODENAME=jammy
END
}

cloud_init() {
    local instance=i-9f3c2a71
    put etc/cloud/cloud.cfg <<<$'users:\n   - default\ndisable_root: true\nssh_pwauth: false\nmanage_etc_hosts: true'
    put etc/cloud/cloud.cfg.d/90_dpkg.cfg <<<'datasource_list: [ OpenStack, ConfigDrive, None ]'
    put "var/lib/cloud/instances/$instance/datasource" <<<'DataSourceOpenStack: DataSourceOpenStackLocal [net,ver=2]'
    put "var/lib/cloud/instances/$instance/boot-finished" <<<'12.08 - Thu, 06 Mar 2025 00:00:15 +0000 - v. 22.4.2'
    put var/lib/cloud/data/instance-id <<<"$instance"
    ln -sfn "/var/lib/cloud/instances/$instance" "$ROOT/var/lib/cloud/instance"
    rm -r "$ROOT/etc/network"
    put etc/netplan/50-cloud-init.yaml 600 <<'END'
# This file is generated from information provided by the datasource.
network:
    version: 2
    ethernets:
        ens3:
            dhcp4: true
            match:
                macaddress: fa:16:3e:00:00:01
            set-name: ens3
END
}

vps_fstab() {
    mkdir -p "$ROOT/boot/efi"
    {
        printf 'LABEL=cloudimg-rootfs\t/\t ext4\tdiscard,errors=remount-ro\t0 1\n'
        printf 'PARTUUID=%s\t/boot/efi\tvfat\tumask=0077\t0 1\n' "$(part_uuid 15)"
    } | put etc/fstab
    sed -i "s|root=UUID=[^ ]*|root=PARTUUID=$(part_uuid 1)|" "$ROOT/boot/grub/grub.cfg"
}
