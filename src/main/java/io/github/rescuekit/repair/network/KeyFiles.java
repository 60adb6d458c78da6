package io.github.rescuekit.repair.network;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the key files of NetworkManager: {@code nm-settings-keyfile(5)}. */
final class KeyFiles {

    private static final int OF_OTHERS = 0_077;
    private static final Set<String> ETHERNET = Set.of("ethernet", "802-3-ethernet");

    private KeyFiles() {}

    static List<SystemFile> files(SystemFiles files) {
        return files.glob("/etc/NetworkManager/system-connections/*").stream()
                .filter(SystemFile::isRegular)
                .toList();
    }

    /** NetworkManager ignores a file that others than root may read, or that is not root's. */
    static boolean isIgnored(SystemFile file) {
        return file.mode().grantsAny(OF_OTHERS) || file.uid() != 0;
    }

    static List<Configured> read(SystemFiles files) {
        List<Configured> read = new ArrayList<>();
        for (SystemFile file : files(files)) {
            SectionLines lines = SectionLines.of(files, file.path());
            if (!lines.has("autoconnect", "false", "no")) {
                read.add(read(lines));
            }
        }
        return read;
    }

    private static Configured read(SectionLines lines) {
        Configured configured = new Configured("NetworkManager");
        // It makes a route to the gateway by itself, where no address has it in its network.
        configured.onLink();
        for (SectionLines.Line line : lines.lines()) {
            boolean isIp = line.section().equals("ipv4") || line.section().equals("ipv6");
            if (line.key().equals("interface-name")) {
                configured.names().add(lines.stated(line));
            } else if (line.key().equals("type") && !ETHERNET.contains(line.value())) {
                configured.virtual();
            } else if (line.key().equals("mac-address")) {
                configured.macs().add(lines.stated(line));
            } else if (isIp) {
                address(configured, lines, line);
            }
        }
        return configured;
    }

    // "address1=192.0.2.7/24,192.0.2.1": the second is a gateway.
    private static void address(Configured configured, SectionLines lines, SectionLines.Line line) {
        if (line.key().matches("address(?:es)?\\d*")) {
            String[] parts = line.value().split("[,;]", -1);
            configured.addresses().add(new Stated(lines.file(), line.number(), parts[0]));
            if (parts.length > 1 && !parts[1].isBlank() && !parts[1].contains("/")) {
                configured.gateways().add(new Stated(lines.file(), line.number(), parts[1].strip()));
            }
        } else if (line.key().equals("gateway")) {
            configured.gateways().add(lines.stated(line));
        } else if (line.key().matches("routes?\\d*")) {
            configured.routes();
        } else if (line.key().equals("method")
                && line.section().equals("ipv4")
                && line.value().equals("auto")) {
            configured.dynamic();
        }
    }
}
