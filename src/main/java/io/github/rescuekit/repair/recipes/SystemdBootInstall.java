package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.Kernel;
import io.github.rescuekit.repair.boot.BootView;
import java.util.Optional;

/**
 * How a person brings back systemd-boot where no copy is left. Its entries held the arguments of the kernels, and
 * kernel-install would take those of the rescue system from {@code /proc/cmdline}.
 */
final class SystemdBootInstall {

    private static final String ARGUMENTS = "/etc/kernel/cmdline";

    private final BootView view;

    SystemdBootInstall(BootView view) {
        this.view = view;
    }

    /** What is lost, and what to type. */
    String told() {
        return "its entries are lost, and the kernels' arguments with them; in 'rescuekit chroot --write': "
                + arguments() + "bootctl install --no-variables, then " + newest();
    }

    private String arguments() {
        return view.files().exists(ARGUMENTS)
                ? ""
                : root().map(it -> "echo 'root=UUID=" + it + " ro' >" + ARGUMENTS)
                                .orElse("write the kernels' arguments to " + ARGUMENTS)
                        + " (else those of this rescue system are taken), ";
    }

    private Optional<String> root() {
        return view.root().filesystem().flatMap(it -> it.uuid());
    }

    private String newest() {
        return view.system().kernels().stream()
                .findFirst()
                .map(SystemdBootInstall::add)
                .orElse("install the package of a kernel");
    }

    private static String add(Kernel kernel) {
        return "kernel-install add " + kernel.release() + " " + kernel.image();
    }
}
