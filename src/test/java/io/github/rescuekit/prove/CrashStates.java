package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.repair.CrashScene.End;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The states in which a power cut can leave a recorded disk. What was flushed is there; of the writes after the last
 * flush any may be: the first ones in order, or a random choice, the last of them cut off at a block.
 */
final class CrashStates {

    private static final int BLOCK = 4096;
    private static final int CHOICES_FOR_A_FLUSH = 3;
    private static final int LATER_FLUSHES = 2;

    /** Sees one state. */
    @FunctionalInterface
    interface Visitor {

        /**
         * Looks at a state, and may change the image.
         *
         * @param end whether the edit had been reported as done
         * @return false when it has seen enough
         */
        boolean visit(Path image, String name, End end) throws IOException;
    }

    /** Writes that reach the disk in any order, between two flushes. */
    private record Window(int from, int to, End end) {}

    private final Recording recording;
    private final int stride;
    private final Random random = new Random(1);
    private int number;

    /** All states of a recording, or so many of them, spread evenly. */
    CrashStates(Recording recording, int most) {
        this.recording = recording;
        List<WriteLog.Entry> entries = recording.log().entries();
        int all = windows().stream()
                .mapToInt(it -> writes(entries.subList(it.from(), it.to())).size())
                .sum();
        this.stride = Math.max(1, (all + most - 1) / most);
    }

    void visit(Visitor visitor) throws IOException {
        Path durable = LoopImage.copy(recording.before(), "durable");
        List<WriteLog.Entry> entries = recording.log().entries();
        int flushed = 0;
        boolean goesOn = true;
        for (Window window : windows()) {
            replay(entries.subList(flushed, window.from()), durable);
            flushed = window.from();
            for (List<WriteLog.Entry> written : writes(entries.subList(window.from(), window.to()))) {
                if (goesOn && number++ % stride == 0) {
                    // Each under a name of its own: mount(8) takes a loop device again that is still over the file.
                    Path image = LoopImage.copy(durable, "state-" + number);
                    replay(written, image);
                    goesOn = visitor.visit(image, "state " + number, window.end());
                    Files.delete(image);
                }
            }
        }
    }

    private List<Window> windows() {
        List<WriteLog.Entry> entries = recording.log().entries();
        List<Window> windows = new ArrayList<>();
        int from = 0;
        int later = 0;
        for (int to = 0; to <= entries.size() && later < LATER_FLUSHES; to++) {
            boolean isLast = to == entries.size();
            if (isLast || entries.get(to).isFlush()) {
                // A crash before this flush came after all that was logged until here.
                long logged = isLast ? Long.MAX_VALUE : entries.get(to).logged();
                if (logged >= recording.began()) {
                    boolean isReported = logged >= recording.ended();
                    windows.add(new Window(from, to, isReported ? End.REPORTED_AS_DONE : End.CUT_OFF));
                    later += isReported ? 1 : 0;
                }
                from = to + 1;
            }
        }
        return windows;
    }

    private List<List<WriteLog.Entry>> writes(List<WriteLog.Entry> window) {
        List<List<WriteLog.Entry>> states = new ArrayList<>();
        for (int count = 0; count <= window.size(); count++) {
            states.add(window.subList(0, count));
        }
        for (int choice = 0; choice < CHOICES_FOR_A_FLUSH && window.size() > 1; choice++) {
            states.add(choice(window));
        }
        return states;
    }

    private List<WriteLog.Entry> choice(List<WriteLog.Entry> window) {
        List<WriteLog.Entry> chosen = new ArrayList<>(
                window.stream().filter(it -> random.nextBoolean()).toList());
        if (!chosen.isEmpty()) {
            WriteLog.Entry last = chosen.remove(chosen.size() - 1);
            int blocks = last.length() / BLOCK;
            chosen.add(blocks < 2 ? last : last.cutTo(BLOCK * (1 + random.nextInt(blocks - 1))));
        }
        return chosen;
    }

    private void replay(List<WriteLog.Entry> entries, Path image) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            for (WriteLog.Entry entry : entries) {
                recording.log().replay(entry, file);
            }
        }
    }
}
