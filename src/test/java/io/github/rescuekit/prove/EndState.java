package io.github.rescuekit.prove;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What became of a broken filesystem: whether its tool still finds anything, and what it shows. */
record EndState(boolean isClean, Contents contents) {

    static EndState of(String type, Path image) throws IOException {
        return new EndState(PlainTool.isClean(type, image), Contents.of(type, image));
    }

    /** In what it is worse than another one. */
    List<String> worseThan(EndState other) {
        List<String> faults = new ArrayList<>();
        List<String> losses = contents.lossesFrom(other.contents);
        if (!losses.isEmpty()) {
            faults.add("of " + other.contents.digests().size() + " files, links and directories " + losses.size()
                    + " are worse, such as: "
                    + losses.stream().limit(3).collect(Collectors.joining(", ")));
        }
        if (other.isClean && !isClean) {
            faults.add("it is not clean");
        }
        return faults;
    }
}
