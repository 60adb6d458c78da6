package io.github.rescuekit.prove;

import static io.github.rescuekit.prove.SampleFilesystem.XFS;
import static io.github.rescuekit.prove.SampleFilesystem.XFS_DIRTY;

import io.github.rescuekit.LoopImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What can be broken in an XFS, by xfs_db and by overwritten blocks. */
final class XfsDamage {

    private static final Pattern DECIMAL = Pattern.compile("\\((\\d+)\\)");
    private static final int SECTOR = 512;
    private static final int GROUPS = 4;

    private XfsDamage() {}

    static void addTo(List<BrokenImage> all) {
        add(
                all,
                "wrong counts of its groups",
                random -> Stream.of(
                        "agf " + random.nextInt(GROUPS),
                        "write freeblks " + random.nextInt(9_999),
                        "write longest " + random.nextInt(9_999)));
        add(
                all,
                "wrong inode counts",
                random -> Stream.of(
                        "agi 0", "write count " + random.nextInt(9_999), "write freecount " + random.nextInt(9_999)));
        add(
                all,
                "wrong counts in its superblock",
                random -> Stream.of(
                        "sb 0", "write icount " + random.nextInt(9_999), "write fdblocks " + random.nextInt(9_999)));
        add(
                all,
                "a wrong free list",
                random -> Stream.of(
                        "agfl 0", "write bno[0] " + random.nextInt(9_999), "write bno[1] " + random.nextInt(9_999)));
        add(
                all,
                "wrong tree roots",
                random -> Stream.of("agf 1", "write bnoroot " + random.nextInt(9_999), "write cntlevel 2"));
        add(all, "wrong link counts", inodes(random -> "write core.nlinkv2 " + (2 + random.nextInt(99))));
        add(all, "wrong sizes", inodes(random -> "write core.size " + random.nextInt(200_000)));
        add(all, "wrong modes", inodes(random -> "write core.mode " + random.nextInt(65_536)));
        add(all, "wrong formats", inodes(random -> "write core.format " + random.nextInt(12)));
        add(all, "wrong block counts", inodes(random -> "write core.nblocks " + random.nextInt(9_999)));
        add(all, "wrong generations and flags", inodes(random -> "write core.projid_lo " + random.nextInt(99)));
        for (String type : List.of("inode", "dir", "btbno", "btcnt", "btino", "btfino", "sb")) {
            add(all, "flipped bits in its " + type + " blocks", random -> trash(type, random));
        }
        add(all, "more flipped bits in its inode blocks", random -> trash("inode", random));
        all.add(BrokenImage.next(
                all, XFS, "an overwritten superblock", (image, random) -> Damage.overwrite(image, 0, SECTOR, random)));
        all.add(BrokenImage.next(all, XFS, "a zeroed beginning", (image, random) -> Damage.zero(image, 0, 64 << 10)));
        all.add(BrokenImage.next(all, XFS, "overwritten headers of a group", XfsDamage::headers));
        all.add(BrokenImage.next(all, XFS, "an overwritten root inode", XfsDamage::rootInode));
        all.add(BrokenImage.next(all, XFS, "its last third cut off", (image, random) -> Damage.cutOff(image, 0.66)));
        all.add(BrokenImage.next(all, XFS, "its end cut off", (image, random) -> Damage.cutOff(image, 0.98)));
        addDirty(all);
    }

    private static void addDirty(List<BrokenImage> all) {
        all.add(BrokenImage.next(all, XFS_DIRTY, "nothing else", (image, random) -> {}));
        all.add(BrokenImage.next(all, XFS_DIRTY, "an overwritten log", XfsDamage::log));
        all.add(BrokenImage.next(all, XFS_DIRTY, "an overwritten log", XfsDamage::log)
                .discardingTheLog());
        all.add(BrokenImage.next(all, XFS_DIRTY, "overwritten headers of a group", XfsDamage::headers));
        all.add(BrokenImage.next(all, XFS_DIRTY, "overwritten headers of a group", XfsDamage::headers)
                .discardingTheLog());
        all.add(BrokenImage.next(all, XFS_DIRTY, "an overwritten root inode", XfsDamage::rootInode));
        all.add(BrokenImage.next(all, XFS_DIRTY, "an overwritten root inode", XfsDamage::rootInode)
                .discardingTheLog());
    }

    private static void add(List<BrokenImage> all, String name, Function<Random, Stream<String>> requests) {
        all.add(BrokenImage.next(all, XFS, name, (image, random) -> xfsDb(image, requests.apply(random))));
    }

    private static Function<Random, Stream<String>> inodes(Function<Random, String> request) {
        return random -> IntStream.range(0, 5)
                .boxed()
                .flatMap(number -> Stream.of("path " + SampleFilesystems.file(random), request.apply(random)));
    }

    private static Stream<String> trash(String type, Random random) {
        return Stream.of("blockget", "blocktrash -s " + random.nextInt(9_999) + " -n 6 -x 1 -y 32 -t " + type);
    }

    private static void headers(Path image, Random random) throws IOException {
        long group = daddr(image, "convert agno " + (1 + random.nextInt(GROUPS - 1)) + " agblock 0 daddr");
        Damage.overwrite(image, group * SECTOR, 4 * SECTOR, random);
    }

    private static void rootInode(Path image, Random random) throws IOException {
        String root = xfsDb(image, Stream.of("sb 0", "print rootino")).replaceAll("\\D", "");
        Damage.overwrite(image, daddr(image, "convert ino " + root + " daddr") * SECTOR, SECTOR, random);
    }

    private static void log(Path image, Random random) throws IOException {
        String start = xfsDb(image, Stream.of("sb 0", "print logstart")).replaceAll("\\D", "");
        Damage.overwrite(image, daddr(image, "convert fsblock " + start + " daddr") * SECTOR, 1 << 20, random);
    }

    private static long daddr(Path image, String request) {
        String answer = xfsDb(image, Stream.of(request));
        Matcher number = DECIMAL.matcher(answer);
        if (!number.find()) {
            throw new IllegalStateException("xfs_db answers " + answer);
        }
        return Long.parseLong(number.group(1));
    }

    private static String xfsDb(Path image, Stream<String> requests) {
        List<String> words = new ArrayList<>(List.of("-x"));
        requests.forEach(request -> words.addAll(List.of("-c", request)));
        words.add(image.toString());
        return LoopImage.run("xfs_db", words.toArray(String[]::new));
    }
}
