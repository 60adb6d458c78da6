package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.RescueNetwork;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.network.NameServers;
import io.github.rescuekit.repair.network.NetworkFault;
import io.github.rescuekit.repair.network.NetworkFault.Correction;
import io.github.rescuekit.repair.network.NetworkFaults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The network configuration means a card, a name or a gateway that this machine and its provider do not have. */
public final class NetworkConfig implements Recipe {

    private static final Remedy CORRECT = new Remedy(
            "correct",
            "Correct the guilty lines after what rescue mode shows to work, and take its name servers where there are none.",
            "What cloud-init wrote is from then on left alone by it.");

    private static final FileMode OWNER_ONLY = new FileMode(0_600);
    private static final FileMode PLAIN = new FileMode(0_644);
    private static final String STOP_CLOUD_INIT = "/etc/cloud/cloud.cfg.d/99-disable-network-config.cfg";

    private final Supplier<RescueNetwork> network;

    public NetworkConfig(Supplier<RescueNetwork> network) {
        this.network = network;
    }

    @Override
    public String id() {
        return "network-config";
    }

    @Override
    public String cures() {
        return "The network of the system does not fit this machine: MAC, name of the interface, gateway, name server, mode.";
    }

    @Override
    public List<String> touches() {
        return List.of(
                "/etc/network/*",
                "/etc/netplan/*",
                "/etc/systemd/network/*",
                "/etc/NetworkManager/system-connections/*",
                "/etc/sysconfig/*",
                "/etc/udev/rules.d/70-persistent-net.rules",
                "/etc/cloud/cloud.cfg.d/*",
                "/etc/resolv.conf");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(CORRECT);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        List<Finding> findings = new ArrayList<>();
        faults(system)
                .forEach(it -> findings.add(new Finding(
                        id(),
                        it.severity(),
                        it.sentence(),
                        it.evidence(),
                        it.corrections().isEmpty() ? Optional.empty() : Optional.of(id()))));
        NetworkFaults.ignoredKeyFiles(system).forEach(it -> findings.add(ignored(it)));
        whyNoNameServer(system).map(this::nameless).ifPresent(findings::add);
        return findings;
    }

    private Optional<String> whyNoNameServer(InstalledSystem system) {
        try {
            return NetworkFaults.whyNoNameServer(system, network.get());
        } catch (RescueException e) {
            e.unlessInterrupted();
            return Optional.empty();
        }
    }

    private Finding nameless(String why) {
        List<String> servers = nameServers();
        return new Finding(
                id(),
                Severity.WARNING,
                "The system asks no name server: names are not resolved, updates and mail fail",
                List.of(why, "rescue mode asks " + (servers.isEmpty() ? "none" : String.join(", ", servers))),
                servers.isEmpty() ? Optional.empty() : Optional.of(id()));
    }

    // One at 127.0.0.53 is a program of the rescue system.
    private List<String> nameServers() {
        return network.get().nameservers().stream()
                .filter(it -> !it.startsWith("127.") && !it.equals("::1"))
                .toList();
    }

    private Finding ignored(SystemFile file) {
        return new Finding(
                id(),
                Severity.CRITICAL,
                "NetworkManager ignores " + file.path() + ": it must be root's, and for nobody else to read",
                List.of(file.path() + " has mode " + file.mode() + " and owner " + file.uid()),
                Optional.of(id()));
    }

    // What is not understood is an unknown; it must not hide the modes of files.
    private List<NetworkFault> faults(InstalledSystem system) {
        try {
            return NetworkFaults.of(system, network.get());
        } catch (RescueException e) {
            e.unlessInterrupted();
            return List.of();
        }
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        try {
            RescueNetwork rescue = network.get();
            NetworkFaults.of(system, rescue);
            return List.of();
        } catch (RescueException e) {
            return List.of(e.unlessInterrupted().happened());
        }
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        List<Correction> corrections = faults(system).stream()
                .flatMap(it -> it.corrections().stream())
                .distinct()
                .toList();
        List<Step> steps = new ArrayList<>();
        corrections.stream()
                .map(Correction::file)
                .distinct()
                .forEach(file -> steps.addAll(corrected(system.files(), file, corrections)));
        NetworkFaults.ignoredKeyFiles(system)
                .forEach(it -> steps.add(new Step.SetMode(it.path(), it.mode(), OWNER_ONLY)));
        whyNoNameServer(system).ifPresent(why -> steps.addAll(named(system.files())));
        return new Plan(
                id(),
                Optional.of(remedy),
                steps,
                List.of(),
                steps.isEmpty()
                        ? List.of()
                        : List.of("If the server still does not answer, use the provider's console."));
    }

    private List<Step> named(SystemFiles files) {
        String lines =
                nameServers().stream().map(it -> "nameserver " + it + "\n").collect(Collectors.joining());
        if (lines.isEmpty()) {
            return List.of();
        }
        Optional<FileText> before = files.text(NameServers.FILE);
        if (before.isPresent()) {
            return List.of(new Step.ReplaceFile(
                    NameServers.FILE,
                    before.get(),
                    before.get().withText(lines + before.get().text())));
        }
        Step made = new Step.CreateFile(NameServers.FILE, FileText.of(lines), PLAIN);
        return PutAside.of(files, NameServers.FILE).map(it -> List.of(it, made)).orElse(List.of(made));
    }

    private static List<Step> corrected(SystemFiles files, String file, List<Correction> corrections) {
        FileText before = files.text(file).orElseThrow();
        TextLines lines = TextLines.of(before.text());
        // From the end, so that an added line does not move those before it.
        for (Correction one : corrections.stream()
                .filter(it -> it.file().equals(file))
                .sorted(Comparator.comparingInt(Correction::line).reversed())
                .toList()) {
            lines = one.from().isEmpty()
                    ? lines.insertAfter(one.line(), one.to())
                    : lines.replace(one.line(), replaced(lines.line(one.line()), one));
        }
        List<Step> steps =
                new ArrayList<>(List.of(new Step.ReplaceFile(file, before, before.withText(lines.toString()))));
        if (before.text().contains("cloud-init")) {
            steps.addAll(NewFile.steps(files, STOP_CLOUD_INIT, FileText.of("network: {config: disabled}\n"), PLAIN));
        }
        return steps;
    }

    // The whole word only: "eth1" is not in "eth10".
    private static String replaced(String line, Correction one) {
        String pattern = "(?<![\\w.])" + Pattern.quote(one.from()) + "(?![\\w])";
        return line.replaceFirst(pattern, Matcher.quoteReplacement(one.to()));
    }
}
