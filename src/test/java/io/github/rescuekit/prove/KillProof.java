package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.prove.Syscalls.Call;
import io.github.rescuekit.repair.CrashEdit;
import io.github.rescuekit.repair.CrashScene;
import io.github.rescuekit.repair.CrashScene.End;
import io.github.rescuekit.repair.CrashTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Promises 3 and 4 for a kill, and what an error of the kernel may do: an edit in a process of its own is killed before
 * each call that writes, or the call fails, once or from then on. Each file must be old or new, what was reported must be
 * so, and an undo must bring back the old files.
 */
final class KillProof implements Proof {

    private static final List<CrashEdit> EDITS = List.of(CrashEdit.EVERY_STEP, CrashEdit.UNDO, CrashEdit.TAKE_BACK);
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final String DONE = Integer.toString(ExitCode.DONE.number());
    private static final String BUG = Integer.toString(ExitCode.BUG.number());
    private static final String UNDO_FAILED = Integer.toString(ExitCode.UNDO_FAILED.number());
    private static final int KILLED = 137;

    @Override
    public Reach reach() {
        return Reach.OWN_FILES;
    }

    @Override
    public void prove(Size size, Path directory, Tally tally) throws IOException {
        EditProgram program = EditProgram.in(directory);
        for (CrashEdit edit : EDITS) {
            CrashScene model = CrashScene.model(edit, target(directory, edit + "-model"));
            CrashTarget traced = target(directory, edit + "-traced");
            CrashScene.lay(traced, model);
            List<Call> calls = Syscalls.of(trace(program, edit, traced));
            List<Injection> kills = calls.stream().map(Injection::kill).toList();
            List<Injection> errors = Injection.errors(calls);
            int mostKills = size == Size.FULL ? 70 : 8;
            int mostErrors = size == Size.FULL ? 175 : 12;
            prove(program, edit, model, spread(kills, mostKills), directory, tally);
            prove(program, edit, model, spread(errors, mostErrors), directory, tally);
        }
        tally.requireAtLeast("kill points", size == Size.FULL ? 200 : 20);
        tally.requireAtLeast("error points", size == Size.FULL ? 500 : 30);
    }

    private static CrashTarget target(Path directory, String name) throws IOException {
        return new CrashTarget(Files.createDirectory(directory.resolve(name)), false);
    }

    private static List<Injection> spread(List<Injection> all, int most) {
        int count = Math.min(all.size(), most);
        return IntStream.range(0, count)
                .mapToObj(n -> all.get((int) ((long) n * all.size() / count)))
                .toList();
    }

    private static void prove(
            EditProgram program,
            CrashEdit edit,
            CrashScene model,
            List<Injection> injections,
            Path directory,
            Tally tally)
            throws IOException {
        AtOnce.each(injections, injection -> prove(program, edit, model, injection, directory, tally));
    }

    private static void prove(
            EditProgram program, CrashEdit edit, CrashScene model, Injection injection, Path directory, Tally tally)
            throws IOException {
        CrashTarget target = target(directory, edit + "-" + injection.words());
        CrashScene scene = CrashScene.lay(target, model);
        Path trace = directory.resolve(edit + "-" + injection.words() + ".trace");
        Result result = strace(program, edit, target, trace, injection.call().name(), "-e", injection.words());
        if (wasInjected(injection, target, result, trace)) {
            tally.count(injection.isKill() ? "kill points" : "error points");
            List<String> faults = new ArrayList<>();
            faults.addAll(scene.faults(target, end(edit, injection, result, faults)));
            faults.forEach(it -> tally.broken(edit + " with " + injection.words() + ": " + it));
        }
        LoopImage.run("rm", "-rf", target.root().toString(), trace.toString());
    }

    // Java opens files of its own, not always as many: an error there is no error of the edit.
    private static boolean wasInjected(Injection injection, CrashTarget target, Result result, Path trace)
            throws IOException {
        if (injection.isKill()) {
            return result.exitCode() == KILLED;
        }
        boolean opens = injection.call().name().equals("openat");
        return Files.readAllLines(trace).stream()
                .filter(it -> it.contains("(INJECTED)"))
                .anyMatch(it -> !opens || it.contains(target.root().toString()));
    }

    private static End end(CrashEdit edit, Injection injection, Result result, List<String> faults) {
        String code = result.out().split(" ", 2)[0];
        if (injection.isKill()) {
            return End.CUT_OFF;
        }
        if (code.equals(DONE)) {
            return End.REPORTED_AS_DONE;
        }
        if (code.isEmpty() && injection.call().name().equals("write")) {
            // It could not even say so.
            return End.CUT_OFF;
        }
        boolean mayFailToUndo = injection.isLasting() || edit.endsAsItBegan();
        if (code.isEmpty() || code.equals(BUG) || (code.equals(UNDO_FAILED) && !mayFailToUndo)) {
            faults.add("ended with " + result.out() + result.err());
        }
        return code.equals(UNDO_FAILED) || edit == CrashEdit.UNDO ? End.CUT_OFF : End.REPORTED_AS_NOT_DONE;
    }

    private static List<String> trace(EditProgram program, CrashEdit edit, CrashTarget target) throws IOException {
        Path trace = target.root().resolveSibling("trace");
        Result result = strace(program, edit, target, trace, Syscalls.watched());
        if (!result.out().startsWith(DONE)) {
            throw new IOException("the edit itself fails: " + result.out() + result.err());
        }
        return Files.readAllLines(trace);
    }

    private static Result strace(
            EditProgram program, CrashEdit edit, CrashTarget target, Path trace, String watched, String... more) {
        List<String> words = new ArrayList<>(List.of("-f", "-o", trace.toString(), "-e", "trace=" + watched));
        words.addAll(List.of(more));
        words.addAll(program.words(edit, target));
        return LoopImage.RUNNER.run(Command.of("strace", words).within(LONGEST).acceptingAny());
    }
}
