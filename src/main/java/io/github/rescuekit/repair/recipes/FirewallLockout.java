package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.ServiceStart;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.IpAddress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Setting;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.firewall.Edits;
import io.github.rescuekit.repair.firewall.Firewall.Bypass;
import io.github.rescuekit.repair.firewall.Firewalls;
import io.github.rescuekit.repair.firewall.Firewalls.Active;
import io.github.rescuekit.repair.firewall.Ruling;
import io.github.rescuekit.repair.firewall.SshClient;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A firewall that starts with the system keeps the administrator's SSH connection out. */
public final class FirewallLockout implements Recipe {

    private static final Remedy ALLOW = new Remedy(
            "allow-address",
            "Let SSH in from your address, with one rule in the firewall's own dialect.",
            "The rule stays until you take it out.");
    private static final Remedy BYPASS = new Remedy(
            "expiring-bypass",
            "Let SSH in from your address for some hours after the first start; then the rule removes itself.",
            "The files of the firewall stay as they are, and so does what is wrong with them.");
    private static final Remedy DISABLE = new Remedy(
            "disable",
            "Keep the firewall from starting, with a reminder in /root and /etc/motd.",
            "The server is without this firewall until you switch it on again.");

    private static final Setting ADDRESS = Setting.optional(
            "address",
            "the address you will log in from, such as 203.0.113.7; usually that of your rescue session",
            "[0-9a-fA-F:.]{2,45}");
    private static final Setting HOURS = Setting.optional(
                    "hours", "for how many hours of running the bypass is open, 1 to 999", "[1-9]\\d{0,2}")
            .usually("24");

    private static final String MOTD = "/etc/motd";
    private static final FileMode PLAIN = new FileMode(0_644);

    private final Supplier<Optional<String>> login;
    private final BiFunction<String, String, Optional<String>> complaint;
    private final Supplier<LocalDate> today;
    private final Firewalls firewalls;

    /**
     * Makes the recipe.
     *
     * @param login the address that the administrator is logged in from
     * @param complaint what the tool for a file says against a new text of it
     * @param databases reads those that firewalls keep
     */
    public FirewallLockout(
            Supplier<Optional<String>> login,
            BiFunction<String, String, Optional<String>> complaint,
            Supplier<LocalDate> today,
            Databases databases) {
        this.login = login;
        this.complaint = complaint;
        this.today = today;
        this.firewalls = new Firewalls(databases);
    }

    @Override
    public String id() {
        return "firewall-lockout";
    }

    @Override
    public String cures() {
        return "A firewall of the system keeps your SSH connection out.";
    }

    @Override
    public List<String> touches() {
        return List.of(
                "/etc/*",
                "/usr/local/sbin/rescuekit-bypass",
                "/root/FIREWALL-IS-OFF-*",
                "/var/lib/fail2ban/*",
                "/var/lib/csf/*");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(ALLOW, BYPASS, DISABLE);
    }

    @Override
    public List<Setting> settings() {
        return List.of(ADDRESS, HOURS);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return diagnose(system, Choice.DEFAULT);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system, Choice choice) {
        return closed(system, choice).stream().map(this::finding).toList();
    }

    private Finding finding(Active active) {
        List<String> evidence = new ArrayList<>(active.ruling().because());
        active.starts().stream().map(ServiceStart::path).limit(2).forEach(it -> evidence.add("started by " + it));
        return new Finding(
                id(),
                Severity.CRITICAL,
                active.firewall().name() + " keeps out " + active.client(),
                evidence,
                Optional.of(id()));
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return unknowns(system, Choice.DEFAULT);
    }

    @Override
    public List<String> unknowns(InstalledSystem system, Choice choice) {
        return judged(system, choice, Verdict.UNKNOWN).stream()
                .map(it -> it.firewall().name() + ": whether it lets in " + it.client() + " cannot be told: "
                        + String.join("; ", it.ruling().because()))
                .toList();
    }

    private List<Active> closed(InstalledSystem system, Choice choice) {
        return judged(system, choice, Verdict.FAILED);
    }

    private List<Active> judged(InstalledSystem system, Choice choice, Verdict verdict) {
        return FirewallBypass.isSet(system.files())
                ? List.of()
                : firewalls.active(system, address(choice)).stream()
                        .filter(it -> it.ruling().verdict() == verdict)
                        .toList();
    }

    private Optional<IpAddress> address(Choice choice) {
        Optional<String> told = choice.value(ADDRESS);
        told.filter(it -> IpAddress.parse(it).isEmpty()).ifPresent(it -> {
            throw RescueException.usage("'" + it + "' is no address", "give one such as 203.0.113.7 or 2001:db8::7");
        });
        return told.or(login).flatMap(IpAddress::parse);
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        List<Active> closed = closed(system, choice);
        if (closed.isEmpty()) {
            return new Plan(id(), Optional.of(remedy), List.of(), List.of(), List.of());
        }
        if (remedy.equals(DISABLE)) {
            return disabled(system, closed);
        }
        SshClient client = closed.get(0).client();
        if (client.address().isEmpty()) {
            throw RescueException.usage(
                    "nobody knows which address to let in", "give yours: --set address=203.0.113.7");
        }
        return remedy.equals(BYPASS) ? bypassed(system, closed, choice) : allowed(system, closed);
    }

    private Plan allowed(InstalledSystem system, List<Active> closed) {
        List<Step> steps = new ArrayList<>();
        for (Active active : closed) {
            Edits edits = active.firewall().allowing(system.files(), active.client());
            requireOpen(active, edits.on(system.files()));
            edits.files().forEach((path, text) -> {
                requireAccepted(path, text);
                steps.addAll(NewFile.steps(system.files(), path, text, PLAIN));
            });
        }
        return new Plan(
                id(),
                Optional.of(ALLOW),
                steps,
                List.of(),
                List.of("Log in, mend the rules of the firewall, and take this one out if it is not needed any more."));
    }

    private static void requireOpen(Active active, SystemFiles edited) {
        Ruling ruling = active.firewall().ruling(edited, active.client());
        if (ruling.verdict() != Verdict.HEALTHY) {
            throw RescueException.refused(
                    "rule-does-not-win",
                    "with a rule of its own " + active.client() + " would still not certainly come in: "
                            + String.join("; ", ruling.because()),
                    "choose --remedy expiring-bypass or --remedy disable");
        }
    }

    private void requireAccepted(String path, FileText text) {
        complaint.apply(path, text.text()).ifPresent(it -> {
            throw RescueException.refused(
                    "rules-not-accepted",
                    "with the new rule " + path + " would not load: " + it,
                    "mend that file first, or choose --remedy disable");
        });
    }

    private Plan bypassed(InstalledSystem system, List<Active> closed, Choice choice) {
        List<Bypass> bypasses = new ArrayList<>();
        for (Active active : closed) {
            List<Bypass> own = active.firewall().bypasses(system.files(), active.client());
            if (own.isEmpty()) {
                throw RescueException.refused(
                        "remedy-does-not-fit",
                        active.firewall().name() + " has no bypass that expires",
                        "choose --remedy allow-address or --remedy disable");
            }
            bypasses.addAll(own);
        }
        SshClient client = closed.get(0).client();
        int hours = Integer.parseInt(choice.value(HOURS).orElseThrow());
        return new Plan(
                id(),
                Optional.of(BYPASS),
                new FirewallBypass(system, client, hours).steps(bypasses),
                List.of(),
                List.of("Within a minute of the start " + client + " is let in. Mend the firewall within "
                        + FirewallBypass.words(hours) + " of running; then it closes again."));
    }

    private Plan disabled(InstalledSystem system, List<Active> closed) {
        List<Step> steps = new ArrayList<>();
        StopService stop = new StopService(system);
        for (Active active : closed) {
            Edits edits = active.firewall().disabling(system.files());
            edits.files().forEach((path, text) -> steps.addAll(NewFile.steps(system.files(), path, text, PLAIN)));
            if (edits.files().isEmpty()) {
                active.firewall()
                        .services()
                        .forEach(service -> steps.addAll(stop.steps(service, startsOf(active, service))));
            }
        }
        steps.addAll(reminders(system.files(), closed));
        return new Plan(
                id(),
                Optional.of(DISABLE),
                steps,
                List.of("The server will be reachable without this firewall."),
                List.of("Switch it on again as soon as its rules are mended; /root has a reminder."));
    }

    private static List<ServiceStart> startsOf(Active active, String service) {
        return active.starts().stream()
                .filter(it -> it.path().contains(service + ".") || it.path().endsWith(service))
                .toList();
    }

    private List<Step> reminders(SystemFiles files, List<Active> closed) {
        String names = String.join(
                ", ", closed.stream().map(it -> it.firewall().name()).toList());
        String text = names + " is off since " + today.get()
                + ": Rescuekit switched it off because it kept SSH out ('rescuekit undo' in rescue mode, or switch it on).";
        FileText motd = files.text(MOTD).orElse(FileText.of(""));
        return Stream.concat(
                        NewFile.steps(
                                files, "/root/FIREWALL-IS-OFF-" + today.get() + ".txt", FileText.of(text + "\n"), PLAIN)
                                .stream(),
                        NewFile.steps(
                                files,
                                MOTD,
                                motd.withText(
                                        TextLines.of(motd.text()).append(text).toString()),
                                PLAIN)
                                .stream())
                .toList();
    }
}
