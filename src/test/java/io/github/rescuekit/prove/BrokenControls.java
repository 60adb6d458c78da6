package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.repair.fsck.Fsck;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Repairs that break the promise on purpose: a judge that does not see them proves nothing. */
final class BrokenControls {

    private static final Map<String, LoopImage.Work> HARM = Map.of(
            "a lost file", root -> Files.delete(root.resolve("home/u3/F12.BIN")),
            "a moved file", root -> Files.move(root.resolve("large"), root.resolve("lost+found/large")),
            "a link to elsewhere", BrokenControls::otherLink,
            "a file cut off", root -> cutOff(root.resolve("sparse")),
            "a lost attribute", root -> attributes(root).delete("large"));

    private final SampleFilesystems samples;
    private final Path directory;
    private final Tally tally;

    BrokenControls(SampleFilesystems samples, Path directory, Tally tally) {
        this.samples = samples;
        this.directory = directory;
        this.tally = tally;
    }

    void prove() throws IOException {
        EndState good = EndState.of("ext4", sample("good"));
        require("a healthy copy is worse", good.worseThan(good).isEmpty());
        for (Map.Entry<String, LoopImage.Work> harm : HARM.entrySet()) {
            Path image = sample(harm.getKey());
            LoopImage.mounted(image, "ext4", harm.getValue());
            require(
                    harm.getKey() + " is no worse",
                    !EndState.of("ext4", image).worseThan(good).isEmpty());
        }
        Path unclean = sample("unclean");
        LoopImage.run("debugfs", "-w", "-R", "sif /large links_count 7", unclean.toString());
        require(
                "errors left are no worse",
                !EndState.of("ext4", unclean).worseThan(good).isEmpty());
        requireIntactUndo(SampleFilesystem.EXT4);
        requireIntactUndo(SampleFilesystem.XFS);
    }

    private void require(String otherwise, boolean seen) {
        tally.count("controls");
        if (!seen) {
            tally.broken("the control found that " + otherwise);
        }
    }

    private Path sample(String name) throws IOException {
        Path image = Files.createDirectory(directory.resolve(name)).resolve("image");
        LoopImage.run("cp", "--sparse=always", samples.of(SampleFilesystem.EXT4).toString(), image.toString());
        return image;
    }

    private static void otherLink(Path root) throws IOException {
        Files.delete(root.resolve("links/short"));
        Files.createSymbolicLink(root.resolve("links/short"), Path.of("../other"));
    }

    private static void cutOff(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 1);
        }
    }

    private static UserDefinedFileAttributeView attributes(Path root) {
        return Files.getFileAttributeView(root.resolve("attributes0"), UserDefinedFileAttributeView.class);
    }

    private void requireIntactUndo(SampleFilesystem sample) throws IOException {
        BrokenImage broken = BrokenImage.all().stream()
                .filter(it -> it.sample() == sample)
                .findFirst()
                .orElseThrow();
        Path work = Files.createDirectory(directory.resolve("undo-" + sample));
        Path undo = Files.createDirectory(work.resolve("undo"));
        try (LoopImage disk = LoopImage.attach(broken.make(samples, work))) {
            String before = disk.sha256();
            Fsck fsck = Rescue.fsck(work);
            Rescue rescue = Rescue.plan(fsck, disk, broken.options(undo)).apply(fsck);
            spoil(undo);
            Optional<String> fault = BrokenProof.undo(fsck, rescue, disk, before);
            require("a spoilt undo of " + sample.words() + " is a good one", fault.isPresent());
        }
    }

    private static void spoil(Path undo) throws IOException {
        try (Stream<Path> files = Files.walk(undo)) {
            Path largest = files.filter(Files::isRegularFile)
                    .max(Comparator.comparing(file -> file.toFile().length()))
                    .orElseThrow();
            Damage.overwrite(largest, largest.toFile().length() / 2, 100, new Random(1));
        }
    }
}
