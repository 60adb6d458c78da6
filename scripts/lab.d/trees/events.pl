# Prints what a server logged before it hung, as journal export format or as syslog: events.pl export|syslog MACHINE HOST KERNEL
use strict;
use warnings;
use POSIX qw(strftime);

my ($format, $machine, $host, $kernel) = @ARGV;
my $last_boot = 1741219203;    # 2025-03-06 00:00:03 UTC
my $day = 86400;

my @boots = (
    { id => '10000000000040008000000000000001', start => $last_boot - 30 * $day, nights => 2, end => 'shutdown' },
    { id => '10000000000040008000000000000002', start => $last_boot - 27 * $day, nights => 3, end => 'shutdown' },
    # Its backup froze too; someone pressed reset in the morning.
    { id => '10000000000040008000000000000003', start => $last_boot - 2 * $day, nights => 1, end => 'freeze' },
    { id => '10000000000040008000000000000004', start => $last_boot, nights => 3, end => 'freeze' },
);

for my $boot (@boots) {
    event($boot, @$_) for starting(), nights($boot), ending($boot);
}

sub starting {
    return (
        [0, 'kernel', 0, 5, "Linux version $kernel (debian-kernel\@lists.debian.org) (gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40) #1 SMP PREEMPT_DYNAMIC Debian 6.1.140-1 (2025-05-22)"],
        [0, 'kernel', 0, 6, "Command line: BOOT_IMAGE=/boot/vmlinuz-$kernel root=UUID=stated-in-grub.cfg ro console=ttyS0,115200n8"],
        [1, 'kernel', 0, 6, 'virtio_blk virtio2: [vda] 16777216 512-byte logical blocks (8.59 GB/8.00 GiB)'],
        [2, 'kernel', 0, 6, 'EXT4-fs (vda3): mounted filesystem with ordered data mode. Quota mode: none.'],
        [3, 'systemd', 1, 6, 'Mounted home.mount - /home.'],
        [3, 'kernel', 0, 6, 'XFS (vda6): Ending clean mount'],
        [4, 'systemd', 1, 6, 'Started qemu-guest-agent.service - QEMU Guest Agent.'],
        [5, 'systemd', 1, 6, 'Starting securetmp.service - cPanel secure /tmp...'],
        [6, 'kernel', 0, 6, 'loop: module loaded'],
        [6, 'kernel', 0, 6, 'EXT4-fs (loop0): mounted filesystem with ordered data mode. Quota mode: none.'],
        [7, 'systemd', 1, 6, 'Finished securetmp.service - cPanel secure /tmp.'],
        [8, 'sshd', 702, 6, 'Server listening on 0.0.0.0 port 22.'],
        [9, 'cron', 655, 6, '(CRON) INFO (Running @reboot jobs)'],
        [12, 'systemd', 1, 6, 'Startup finished in 2.204s (kernel) + 9.871s (userspace) = 12.075s.'],
    );
}

# Every night at 03:12 the hypervisor asks for a freeze; quiet nights go on with cron jobs in the jail.
sub nights {
    my ($boot) = @_;
    my @events;
    for my $night (0 .. $boot->{nights} - 1) {
        my $last = $night == $boot->{nights} - 1 && $boot->{end} eq 'freeze';
        my $backup = $night * $day + 3 * 3600 + 12 * 60 - 3;
        push @events, [$backup - 720, 'CRON', 4000 + $night, 6, '(shopone) CMD (/usr/bin/php -q /home/shopone/public_html/cron.php >/dev/null 2>&1)'];
        push @events, [$backup - 119, 'systemd', 1, 6, 'Starting backup-prepare.service - Prepare the nightly backup...'];
        push @events, [$backup - 118, 'systemd', 1, 6, 'Finished backup-prepare.service - Prepare the nightly backup.'];
        push @events, [$backup, 'qemu-ga', 487, 6, 'info: guest-ping called'];
        push @events, [$backup + 1, 'qemu-ga', 487, 6, 'info: guest-fsfreeze called'];
        next if $last;
        push @events, [$backup + 180, 'CRON', 5000 + $night, 6, '(blogtwo) CMD (/usr/bin/php -q /home/blogtwo/public_html/cron.php >/dev/null 2>&1)'];
        push @events, [$backup + 3600, 'sshd', 6000 + $night, 6, 'Received disconnect from 198.51.100.7 port 40112:11: [preauth]'];
    }
    return @events;
}

sub ending {
    my ($boot) = @_;
    return () if $boot->{end} eq 'freeze';
    my $at = $boot->{nights} * $day;
    return (
        [$at, 'systemd-logind', 611, 6, 'System is rebooting.'],
        [$at + 2, 'systemd', 1, 6, 'Reached target reboot.target - System Reboot.'],
        [$at + 3, 'systemd-journald', 241, 6, 'Journal stopped'],
    );
}

sub event {
    my ($boot, $after, $program, $process, $priority, $message) = @_;
    my $time = $boot->{start} + $after;
    if ($format eq 'syslog') {
        my $tag = $process ? "$program\[$process]" : $program;
        $tag = 'kernel' if $program eq 'kernel';
        printf "%s %s %s: %s\n", strftime('%b %e %H:%M:%S', gmtime $time), $host, $tag, $message;
        return;
    }
    my %field = (
        __REALTIME_TIMESTAMP => $time . '000000',
        __MONOTONIC_TIMESTAMP => ($after + 1) . '000000',
        _BOOT_ID => $boot->{id},
        _MACHINE_ID => $machine,
        _HOSTNAME => $host,
        PRIORITY => $priority,
        SYSLOG_FACILITY => $program eq 'kernel' ? 0 : 3,
        SYSLOG_IDENTIFIER => $program,
        _TRANSPORT => $program eq 'kernel' ? 'kernel' : 'syslog',
        MESSAGE => $message,
    );
    $field{_PID} = $process if $process;
    $field{SYSLOG_PID} = $process if $process;
    print "$_=$field{$_}\n" for sort keys %field;
    print "\n";
}
