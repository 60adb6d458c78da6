package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.mount.DiskGuard;
import io.github.rescuekit.mount.FstabMounter;
import io.github.rescuekit.mount.MountRecords;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.mount.SystemMounter;
import io.github.rescuekit.repair.Attempts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Somebody swaps a directory of the mounted system for a link that leads out, again and again, while we write into it. */
final class LinkRace {

    private static final String FILE = "/etc/victim";

    private static final int LONGEST_STAY_NANOS = 2_000_000;

    private final int flips;

    LinkRace(Proof.Size size) {
        flips = size == Proof.Size.FULL ? 100_000 : 10_000;
    }

    void prove(Path directory, Tally tally) throws IOException {
        Path image = LoopImage.formatted(directory, "ext4", 64);
        LoopImage.mounted(image, "ext4", root -> {
            Files.createDirectories(root.resolve("etc"));
            Files.writeString(root.resolve("etc/victim"), "inside\n");
        });
        Path outside = Files.createDirectory(directory.resolve("race-outside"));
        Files.writeString(outside.resolve("victim"), "outside\n");
        try (LoopImage disk = LoopImage.attach(image)) {
            BlockDevice device = disk.blockDevice();
            Machine machine = new Machine(List.of(device), List.of(), List.of(), List.of(), List.of());
            FstabMounter mounter = new FstabMounter(
                    LoopImage.TOOLS,
                    LoopImage.RUNNER,
                    LoopImage.RUNNER,
                    new MountRecords(directory.resolve("records")),
                    new Unlocked());
            Path at = Files.createDirectory(directory.resolve("at"));
            try (MountedSystem mounted = mounter.mount(machine, device, at, SystemMounter.Access.WRITABLE)) {
                try (MountedSystem view = mounter.withoutLinks(mounted)) {
                    tally.count("writes in a race", race(at, outside, new Attempts(view.root())));
                }
                tally.count("flips", flips);
                if (!Files.readString(outside.resolve("victim")).equals("outside\n")
                        || EscapeProof.picture(outside).size() != 2) {
                    tally.broken("a write landed outside while " + at + "/etc was swapped for a link");
                }
                tally.requireAtLeast("writes in a race", 20);
                control(at, outside, tally);
            }
        }
    }

    private int race(Path at, Path outside, Attempts attempts) {
        AtomicInteger flipped = new AtomicInteger();
        Thread swapper = swapper(at, outside, flipped);
        swapper.start();
        int written = 0;
        while (flipped.get() < flips) {
            written += attempts.replace(FILE) ? 1 : 0;
        }
        join(swapper);
        return written;
    }

    private Thread swapper(Path at, Path outside, AtomicInteger flipped) {
        Random random = new Random(1);
        return new Thread(() -> {
            while (flipped.get() < flips) {
                swap(at, outside);
                flipped.addAndGet(2);
                // Now and then the directory stays long enough for a write to go through.
                LockSupport.parkNanos(random.nextInt(LONGEST_STAY_NANOS));
            }
        });
    }

    private static void swap(Path at, Path outside) {
        try {
            Files.move(at.resolve("etc"), at.resolve("etc.real"));
            Files.createSymbolicLink(at.resolve("etc"), outside);
            Files.delete(at.resolve("etc"));
            Files.move(at.resolve("etc.real"), at.resolve("etc"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // A writer that looks first and then writes by path is led out by the same swaps; else the race proves nothing.
    private void control(Path at, Path outside, Tally tally) throws IOException {
        AtomicInteger flipped = new AtomicInteger();
        Thread swapper = swapper(at, outside, flipped);
        swapper.start();
        boolean isLedOut = false;
        while (flipped.get() < flips && !isLedOut) {
            try {
                if (!Files.isSymbolicLink(at.resolve("etc"))) {
                    Files.writeString(at.resolve("etc/victim"), "led out\n");
                }
                isLedOut = !Files.readString(outside.resolve("victim")).equals("outside\n");
            } catch (IOException e) {
                // The way was swapped just then.
            }
        }
        flipped.set(flips);
        join(swapper);
        tally.count("controls");
        if (!isLedOut) {
            tally.broken("the control, a writer by path, was never led out");
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Unlocked implements DiskGuard {

        @Override
        public Hold lock(List<String> disks, String verb) {
            return new Hold() {

                @Override
                public void requireHeld() {}

                @Override
                public void close() {}
            };
        }
    }
}
