# shellcheck shell=bash
# A Debian 6 as files: before os-release, before the merged /usr, before systemd, before machine-id; GRUB legacy.

readonly OLD_KERNEL=2.6.32-5-amd64

old_debian() { # host name
    old_directories
    put etc/debian_version <<<'6.0.10'
    printf 'Debian GNU/Linux 6.0 \\n \\l\n\n' | put etc/issue
    names "$1" unused
    rm "$ROOT/etc/machine-id"
    accounts
    programs
    programs_in_bin
    package base-files 6.0squeeze10 /etc/debian_version
    package "linux-image-$OLD_KERNEL" 2.6.32-48squeeze20 "/boot/vmlinuz-$OLD_KERNEL"
    package grub-legacy 0.97-64 /usr/sbin/grub
    kernel_pair "$OLD_KERNEL" vmlinuz initrd.img
    mv "$ROOT/usr/lib/modules" "$ROOT/lib/modules"
    grub_legacy
    old_start_scripts
    old_fstab
    old_logs "${1%%.*}"
}

# /bin and /lib are directories of their own here.
old_directories() {
    local directory
    directories
    for directory in bin sbin lib lib64; do
        rm "$ROOT/$directory"
        mkdir "$ROOT/$directory"
    done
    rm -r "$ROOT/etc/systemd" "$ROOT/var/lib/systemd" "$ROOT/var/log/journal" "$ROOT/var/run" "$ROOT/var/lock"
    mkdir -p "$ROOT"/{boot/grub,var/run,var/lock,etc/rc{0,1,2,3,4,5,6,S}.d,etc/init.d,etc/udev/rules.d}
    rmdir "$ROOT/run"
}

programs_in_bin() {
    mv "$ROOT"/usr/bin/* "$ROOT/bin/"
    mv "$ROOT"/bin/{env,id} "$ROOT/usr/bin/"
    ln -sfn ../../bin/busybox "$ROOT/usr/sbin/chroot"
    ln -sfn ../../bin/false "$ROOT/usr/sbin/nologin"
}

grub_legacy() {
    put boot/grub/menu.lst <<END
default		0
timeout		5
## ## Start Default Options ##
# kopt=root=/dev/sda1 ro
# groot=(hd0,0)
## ## End Default Options ##

title		Debian GNU/Linux, kernel $OLD_KERNEL
root		(hd0,0)
kernel		/boot/vmlinuz-$OLD_KERNEL root=/dev/sda1 ro
initrd		/boot/initrd.img-$OLD_KERNEL

title		Debian GNU/Linux, kernel $OLD_KERNEL (single-user mode)
root		(hd0,0)
kernel		/boot/vmlinuz-$OLD_KERNEL root=/dev/sda1 ro single
initrd		/boot/initrd.img-$OLD_KERNEL
END
    put boot/grub/device.map <<<'(hd0)	/dev/sda'
    write_at "$LOOP" 384 'GRUB \x00Geom\x00Hard Disk\x00Read\x00 Error'
}

old_start_scripts() {
    local service level
    for service in cron rsyslog ssh; do
        put "etc/init.d/$service" 755 <<<'#!/bin/sh'
        for level in 2 3 4 5; do
            ln -sfn "../init.d/$service" "$ROOT/etc/rc$level.d/S02$service"
        done
    done
    put etc/inittab <<'END'
id:2:initdefault:
si::sysinit:/etc/init.d/rcS
l2:2:wait:/etc/init.d/rc 2
1:2345:respawn:/sbin/getty 38400 tty1
END
    put etc/udev/rules.d/70-persistent-net.rules <<'END'
SUBSYSTEM=="net", ACTION=="add", DRIVERS=="?*", ATTR{address}=="00:25:90:00:00:01", ATTR{type}=="1", KERNEL=="eth*", NAME="eth0"
END
    printf 'auto lo eth0\niface lo inet loopback\niface eth0 inet static\n\taddress 203.0.113.30\n\tnetmask 255.255.255.0\n\tgateway 203.0.113.254\n' |
        put etc/network/interfaces
}

old_fstab() {
    put etc/fstab <<'END'
# <file system>	<mount point>	<type>	<options>	<dump>	<pass>
/dev/sda1	/	ext3	errors=remount-ro	0	1
/dev/sda2	/var	ext3	defaults,usrquota,grpquota	1	2
/dev/sda3	swap	swap	defaults	0	0
/dev/devpts	/dev/pts	devpts	defaults	0	0
/dev/shm	/dev/shm	tmpfs	defaults	0	0
/dev/proc	/proc	proc	defaults	0	0
/dev/sys	/sys	sysfs	defaults	0	0
END
    touch "$ROOT/var/aquota.user" "$ROOT/var/aquota.group"
}

old_logs() {
    printf 'Mar  8 02:59:58 %s kernel: imklog 4.6.4, log source = /proc/kmsg started.\nMar  8 03:00:00 %s kernel: [    0.000000] Linux version %s (dannf@debian.org)\n' \
        "$1" "$1" "$OLD_KERNEL" | put var/log/syslog 640
    cp "$ROOT/var/log/syslog" "$ROOT/var/log/messages"
    cp "$ROOT/var/log/syslog" "$ROOT/var/log/kern.log"
}
