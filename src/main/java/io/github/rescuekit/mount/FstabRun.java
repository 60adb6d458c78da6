package io.github.rescuekit.mount;

import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.FstabVerdict.Action;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Mounts what is planned, the upper directories first. A line that fails never stops the others. */
final class FstabRun {

    // A bind mount shows what other lines have mounted by then.
    private static final Comparator<PlannedLine> ORDER =
            Comparator.comparing(PlannedLine::isBind).thenComparing(PlannedLine::depth);

    private final MountSpace space;
    private final TargetPaths paths;
    private final List<FstabVerdict> verdicts = new ArrayList<>();

    FstabRun(MountSpace space) {
        this.space = space;
        this.paths = new TargetPaths(space.root());
    }

    /** The verdicts in the order of the file; the root is mounted already, and that is to be said about it. */
    List<FstabVerdict> mountBelowRoot(List<PlannedLine> plan, List<String> rootRemarks) {
        List<PlannedLine> later = new ArrayList<>();
        plan.stream().filter(line -> !line.isMount()).forEach(line -> verdicts.add(line.verdict()));
        plan.stream()
                .filter(it -> it.isMount() && !isOurs(it))
                .sorted(ORDER)
                .forEach(line -> mountOrKeep(line, rootRemarks, later));
        // A mount point may lie, by a link or a bind mount, in what came after it.
        later.forEach(this::mount);
        mountInMemory(plan.stream().filter(FstabRun::isOurs).toList());
        verdicts.sort(Comparator.comparingInt(FstabVerdict::line));
        return verdicts;
    }

    private static boolean isOurs(PlannedLine line) {
        return EfiPartitions.isShownAt(line.verdict().mountPoint());
    }

    private void mountInMemory(List<PlannedLine> lines) {
        String at = EfiPartitions.IN_MEMORY;
        if (lines.isEmpty() || !paths.resolve(at).filter(at::equals).isPresent() || !isDirectory(at)) {
            lines.forEach(it -> verdicts.add(failed(it.verdict(), at + " of the system is no directory")));
            return;
        }
        try {
            space.cover(at, lines.stream().map(it -> it.verdict().mountPoint()).toList());
            lines.forEach(this::mount);
        } catch (RescueException e) {
            String why = e.unlessInterrupted().happened();
            lines.forEach(it -> verdicts.add(failed(it.verdict(), why)));
        }
    }

    private void mountOrKeep(PlannedLine line, List<String> rootRemarks, List<PlannedLine> later) {
        if (line.verdict().mountPoint().equals("/")) {
            verdicts.add(done(line.verdict(), "/", rootRemarks));
        } else if (isReady(line)) {
            mount(line);
        } else {
            later.add(line);
        }
    }

    private boolean isReady(PlannedLine line) {
        return paths.resolve(line.verdict().mountPoint()).isPresent()
                && line.bound().map(it -> paths.resolve(it).isPresent()).orElse(true);
    }

    private void mount(PlannedLine line) {
        verdicts.add(mounted(line));
    }

    private FstabVerdict mounted(PlannedLine line) {
        FstabVerdict verdict = line.verdict();
        Optional<String> at = paths.resolve(verdict.mountPoint());
        if (at.isEmpty()) {
            return failed(verdict, "its mount point does not exist");
        }
        if (at.get().equals("/")) {
            return failed(verdict, "its mount point leads to the root");
        }
        try {
            return line.bound().map(from -> bound(verdict, from, at.get())).orElseGet(() -> mounted(line, at.get()));
        } catch (RescueException e) {
            return failed(verdict, e.unlessInterrupted().happened());
        }
    }

    private FstabVerdict mounted(PlannedLine line, String at) {
        if (!isDirectory(at)) {
            return failed(line.verdict(), "its mount point is no directory");
        }
        Optional<String> remark =
                space.mount(line.verdict().device().orElseThrow(), line.type().orElseThrow(), at, line.options());
        return done(line.verdict(), at, remark.stream().toList());
    }

    private FstabVerdict bound(FstabVerdict verdict, String from, String at) {
        Optional<String> source = paths.resolve(from);
        if (source.isEmpty()) {
            return failed(verdict, "what it binds does not exist");
        }
        if (isDirectory(source.get()) != isDirectory(at)) {
            return failed(verdict, "it binds a directory to a file, or a file to a directory");
        }
        space.bind(source.get(), at);
        return done(verdict, at, List.of());
    }

    private boolean isDirectory(String resolved) {
        return paths.attributes(resolved)
                .filter(BasicFileAttributes::isDirectory)
                .isPresent();
    }

    private static FstabVerdict done(FstabVerdict verdict, String at, List<String> remarks) {
        List<String> reasons = new ArrayList<>(List.of(verdict.reason()));
        if (!at.equals(verdict.mountPoint())) {
            reasons.add("by a link at " + at);
        }
        reasons.addAll(remarks);
        return with(verdict, Action.MOUNTED, String.join("; ", reasons));
    }

    private static FstabVerdict failed(FstabVerdict verdict, String reason) {
        return with(verdict, Action.FAILED, reason);
    }

    private static FstabVerdict with(FstabVerdict verdict, Action action, String reason) {
        return new FstabVerdict(
                verdict.line(), verdict.source(), verdict.mountPoint(), action, verdict.device(), reason);
    }
}
