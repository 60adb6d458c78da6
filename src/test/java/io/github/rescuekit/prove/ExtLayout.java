package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Where an ext filesystem has what, as its own tools tell. */
final class ExtLayout {

    private static final Pattern BLOCK_SIZE = Pattern.compile("Block size: +(\\d+)");
    private static final Pattern BITMAP = Pattern.compile("(?:Block|Inode) bitmap at (\\d+)");
    private static final Pattern DESCRIPTORS = Pattern.compile("Group descriptors at (\\d+)");
    private static final Pattern SUPERBLOCK = Pattern.compile("(?:Primary|Backup) superblock at (\\d+)");
    private static final Pattern TABLE_BLOCK = Pattern.compile("located at block (\\d+)");
    private static final Pattern ATTRIBUTES = Pattern.compile("File ACL: (\\d+)");
    private static final Pattern INDIRECT = Pattern.compile("\\(D?IND\\):(\\d+)");
    private static final Pattern NUMBER = Pattern.compile("^(\\d+)");

    private final Path image;
    private final String groups;
    private final int blockSize;

    private ExtLayout(Path image, String groups) {
        this.image = image;
        this.groups = groups;
        this.blockSize = (int) first(BLOCK_SIZE, groups);
    }

    static ExtLayout of(Path image) {
        return new ExtLayout(image, LoopImage.run("dumpe2fs", image.toString()));
    }

    List<Long> bitmaps() {
        return all(BITMAP);
    }

    /** The first block of those that are used. */
    long descriptors() {
        return first(DESCRIPTORS, groups);
    }

    /** Their places in bytes. */
    List<Long> superblocks() {
        return all(SUPERBLOCK).stream()
                .map(block -> block == 0 ? 1024 : block * blockSize)
                .toList();
    }

    long blockOf(String file, int number) {
        return first(NUMBER, ask("bmap " + file + " " + number));
    }

    long tableBlockOf(String file) {
        return first(TABLE_BLOCK, ask("imap " + file));
    }

    long attributeBlockOf(String file) {
        return first(ATTRIBUTES, ask("stat " + file));
    }

    long indirectBlockOf(String file) {
        return first(INDIRECT, ask("stat " + file));
    }

    void overwrite(long block, Random random) throws IOException {
        Damage.overwrite(image, block * blockSize, blockSize, random);
    }

    void flipBit(long block, Random random) throws IOException {
        try (FileChannel channel = FileChannel.open(image, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            long at = block * blockSize + random.nextInt(blockSize);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 1 << random.nextInt(8)));
            channel.write(one.rewind(), at);
        }
    }

    private String ask(String request) {
        return LoopImage.run("debugfs", "-R", request, image.toString());
    }

    private List<Long> all(Pattern pattern) {
        return pattern.matcher(groups).results().map(ExtLayout::number).toList();
    }

    private static long first(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .findFirst()
                .map(ExtLayout::number)
                .filter(it -> it > 0)
                .orElseThrow(() -> new IllegalStateException("no " + pattern + " in " + text));
    }

    private static Long number(MatchResult match) {
        return Long.valueOf(match.group(1));
    }
}
