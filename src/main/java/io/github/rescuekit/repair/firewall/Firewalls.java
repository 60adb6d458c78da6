package io.github.rescuekit.repair.firewall;

import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.ServiceStart;
import io.github.rescuekit.installed.Services;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The firewalls that start with an installed system. */
public final class Firewalls {

    /**
     * A firewall that starts.
     *
     * @param starts what starts it, by service
     * @param client as the firewall sees it
     */
    public record Active(Firewall firewall, List<ServiceStart> starts, Ruling ruling, SshClient client) {

        public Active {
            starts = List.copyOf(starts);
        }
    }

    private record Row(Firewall firewall, Predicate<SystemFiles> isOn) {}

    private final List<Row> all;

    /** Those that Rescuekit knows. */
    public Firewalls(Databases databases) {
        this.all = rows(databases);
    }

    private static List<Row> rows(Databases databases) {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(
                new NftablesService(), files -> NftablesService.file(files).isPresent()));
        IptablesFiles.ALL.forEach(it -> rows.add(new Row(it, files -> files.exists(it.v4()) || files.exists(it.v6()))));
        rows.add(new Row(new Ufw(), Ufw::isOn));
        rows.add(new Row(new Firewalld(), files -> true));
        rows.add(new Row(new Csf(), Csf::isOn));
        rows.add(new Row(new TcpWrappers(), TcpWrappers::isOn));
        rows.add(new Row(new Fail2ban(databases), files -> true));
        return List.copyOf(rows);
    }

    /** Those that start, each with what it does with SSH from an address. */
    public List<Active> active(InstalledSystem system, Optional<IpAddress> address) {
        SystemFiles files = system.files();
        SshClient client = new SshClient(address, SshPort.of(files));
        List<Active> active = new ArrayList<>();
        for (Row row : all) {
            List<ServiceStart> starts = row.firewall().services().stream()
                    .flatMap(it -> Services.starts(files, system.init(), it).stream())
                    .toList();
            boolean needsService = !row.firewall().services().isEmpty();
            if (row.isOn().test(files) && (!needsService || !starts.isEmpty())) {
                active.add(new Active(row.firewall(), starts, row.firewall().ruling(files, client), client));
            }
        }
        return List.copyOf(active);
    }
}
