package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InitSystem;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.ServiceStart;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.repair.Step;
import java.util.ArrayList;
import java.util.List;

/** Keeps a service from starting at the next boot, whatever init system would start it. */
final class StopService {

    private static final String UNITS = "/etc/systemd/system";
    private static final FileMode PLAIN = new FileMode(0_644);

    private final SystemFiles files;
    private final InitSystem init;

    StopService(InstalledSystem system) {
        this.files = system.files();
        this.init = system.init();
    }

    /** The steps that take away what starts it. */
    List<Step> steps(String service, List<ServiceStart> starts) {
        // A mask also hides the init script of the same name, which systemd would make a unit of.
        if (init == InitSystem.SYSTEMD && !starts.isEmpty()) {
            return mask(UNITS + "/" + service + ".service");
        }
        return starts.stream()
                .flatMap(start -> stopped(service, start).stream())
                .distinct()
                .toList();
    }

    // Disabling is not enough: a unit without [Install], or one that a udev rule wants, starts all the same.
    private List<Step> mask(String unit) {
        List<Step> steps = new ArrayList<>(NewFile.directories(files, UNITS));
        PutAside.of(files, unit).ifPresent(steps::add);
        steps.add(new Step.CreateLink(unit, "/dev/null"));
        return steps;
    }

    private List<Step> stopped(String service, ServiceStart start) {
        return switch (start.mechanism()) {
            case SYSV -> List.of(new Step.RenameFile(start.path(), killed(start.path())));
            case OPENRC -> List.of(new Step.RemoveFile(start.path()));
            case UPSTART -> overridden(service);
            case SYSTEMD, UNKNOWN -> List.of();
        };
    }

    // What "chkconfig NAME off" and "update-rc.d NAME disable" do: S99name becomes K99name.
    private static String killed(String link) {
        int name = link.lastIndexOf('/') + 1;
        return link.substring(0, name) + "K" + link.substring(name + 1);
    }

    private List<Step> overridden(String service) {
        String path = "/etc/init/" + service + ".override";
        FileText before = files.text(path).orElse(FileText.of(""));
        FileText after =
                before.withText(TextLines.of(before.text()).append("manual").toString());
        return NewFile.steps(files, path, after, PLAIN);
    }
}
