package io.github.rescuekit.parse;

import io.github.rescuekit.repair.OwnRecipeTexts;
import io.github.rescuekit.repair.recipes.OwnRecipeReading;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Every parser, for the tests that hold all of them to the same promises. A new parser is one line. */
record Parsers(String tool, Class<?> parser, Function<String, ?> parse) {

    static final List<Parsers> ALL = List.of(
            new Parsers("badblocks", Badblocks.class, Badblocks::parse),
            new Parsers("blkid", Blkid.class, Blkid::parse),
            new Parsers("boot-entry-file", BootEntryFile.class, BootEntryFile::parse),
            new Parsers("btrfs-subvolume-list", BtrfsSubvolumeList.class, BtrfsSubvolumeList::parse),
            new Parsers("btrfs-super", BtrfsSuper.class, BtrfsSuper::parse),
            new Parsers("crypttab", Crypttab.class, Crypttab::parse),
            new Parsers("dd", Dd.class, Dd::parse),
            new Parsers("device-name", DeviceName.class, DeviceName::parse),
            new Parsers("dumpe2fs", DumpE2fs.class, DumpE2fs::parse),
            new Parsers("error-interrupts", ErrorInterrupts.class, ErrorInterrupts::parse),
            new Parsers("ethtool", Ethtool.class, Ethtool::parse),
            new Parsers("fdisk", Fdisk.class, Fdisk::parse),
            new Parsers("firewalld-zone", XmlElements.class, XmlElements::parse),
            new Parsers("fstab", Fstab.class, Fstab::parse),
            new Parsers("getfattr", Getfattr.class, Getfattr::parse),
            new Parsers("grub-config", GrubConfig.class, GrubConfig::parse),
            new Parsers("grub-legacy", GrubLegacy.class, GrubLegacy::parse),
            new Parsers("ip-address", IpJson.class, IpJson::links),
            new Parsers("ip-route", IpJson.class, IpJson::routes),
            new Parsers("iperf3", Iperf3.class, Iperf3::parse),
            new Parsers("iptables", IptablesRules.class, text -> IptablesRules.parse("rules", "ip", text)),
            new Parsers("kernel-log", KernelLog.class, KernelLog::parse),
            new Parsers("lsattr", Lsattr.class, Lsattr::parse),
            new Parsers("lsblk", Lsblk.class, Lsblk::parse),
            new Parsers("lsblk-pairs", LsblkPairs.class, LsblkPairs::parse),
            new Parsers("lvs", Lvs.class, Lvs::parse),
            new Parsers("mdadm-conf", MdadmConf.class, MdadmConf::parse),
            new Parsers("mdadm-examine", MdadmExamine.class, MdadmExamine::parse),
            new Parsers("mdadm-examine-bitmap", MdadmExamineBitmap.class, MdadmExamineBitmap::eventsCleared),
            new Parsers("mdstat", Mdstat.class, Mdstat::parse),
            new Parsers("meminfo", Meminfo.class, Meminfo::parse),
            new Parsers("mountinfo", Mountinfo.class, Mountinfo::parse),
            new Parsers("nvme", NvmeSmartLog.class, NvmeSmartLog::parse),
            new Parsers("netplan", PlainYaml.class, PlainYaml::parse),
            new Parsers("nftables", NftRuleset.class, text -> NftRuleset.parse("rules", text, Parsers::included)),
            new Parsers("os-release", OsRelease.class, OsRelease::parse),
            new Parsers("own-recipe", OwnRecipeTexts.class, OwnRecipeReading::parse),
            new Parsers("ping", Ping.class, Ping::parse),
            new Parsers("pvs", Pvs.class, Pvs::parse),
            new Parsers("serial-driver", SerialDriver.class, SerialDriver::parse),
            new Parsers("sfdisk", Sfdisk.class, Sfdisk::parse),
            new Parsers("sqlite", SqliteRows.class, SqliteRows::parse),
            new Parsers("sfdisk-dump", SfdiskDump.class, SfdiskDump::parse),
            new Parsers("sshd-config", SshdConfig.class, SshdConfig::parse),
            new Parsers("swaps", Swaps.class, Swaps::parse),
            new Parsers("syslinux", Syslinux.class, Syslinux::parse),
            new Parsers("vgs", Vgs.class, Vgs::parse),
            new Parsers("xfs_logprint", XfsLogprint.class, XfsLogprint::parse));

    // A file that includes itself under any name that it gives.
    private static Map<String, String> included(String name) {
        return Map.of(name, "include \"" + name + "\"\n");
    }

    static Parsers of(String tool) {
        return ALL.stream().filter(it -> it.tool().equals(tool)).findFirst().orElseThrow();
    }

    /** The records as text, one a line, as the fixtures keep them. */
    String parsed(String text) {
        return Rendered.lines(parse.apply(text));
    }

    @Override
    public String toString() {
        return tool;
    }
}
