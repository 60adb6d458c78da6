package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.Kernel;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.repair.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The program of an installed system that makes an initramfs, by family. */
enum InitramfsTool {
    DEBIAN("/usr/sbin/update-initramfs", "/boot/initrd.img-%") {
        @Override
        List<String> arguments(String release, String file, boolean isThere) {
            return List.of(isThere ? "-u" : "-c", "-k", release);
        }

        @Override
        List<String> changes(String file) {
            return List.of(file + "*", "/var/lib/initramfs-tools");
        }
    },
    SUSE("/usr/bin/dracut", "/boot/initrd-%") {
        @Override
        boolean isOf(SystemFiles files) {
            return super.isOf(files) && files.exists("/etc/zypp");
        }
    },
    EL("/usr/bin/dracut", "/boot/initramfs-%.img"),
    OLD_EL("/sbin/dracut", "/boot/initramfs-%.img"),
    ARCH("/usr/bin/mkinitcpio", "/boot/initramfs-%.img") {
        @Override
        List<String> arguments(String release, String file, boolean isThere) {
            return List.of("-P");
        }

        @Override
        List<String> changes(String file) {
            return List.of("/boot/initramfs-*.img");
        }
    };

    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final String program;
    private final String file;

    InitramfsTool(String program, String file) {
        this.program = program;
        this.file = file;
    }

    static Optional<InitramfsTool> of(SystemFiles files) {
        return List.of(values()).stream().filter(it -> it.isOf(files)).findFirst();
    }

    boolean isOf(SystemFiles files) {
        return files.exists(program);
    }

    /**
     * The step that makes the initramfs of a kernel.
     *
     * @param loaded the file that the boot menu loads, when it names one
     */
    Step step(Kernel kernel, Optional<String> loaded, SystemFiles files) {
        String path = loaded.orElse(file.replace("%", kernel.release()));
        return new Step.RunProgram(
                program, arguments(kernel.release(), path, files.exists(path)), changes(path), List.of(), LIMIT);
    }

    // -N: not for the hardware of the rescue system, which is all that a chroot shows.
    List<String> arguments(String release, String path, boolean isThere) {
        return List.of("-f", "-N", path, release);
    }

    List<String> changes(String path) {
        return List.of(path + "*");
    }
}
