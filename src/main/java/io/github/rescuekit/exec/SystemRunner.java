package io.github.rescuekit.exec;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The only caller of {@link ProcessBuilder}: fixed locale, closed input, drained and capped outputs, a deadline. */
public final class SystemRunner implements Runner, Starter, Filter, Detacher {

    private static final int KEPT_BYTES = 64 << 20;
    private static final int LONGEST_LINE = 64 << 10;
    private static final File NOTHING = new File("/dev/null");
    private static final Duration TIME_TO_DIE = Duration.ofSeconds(3);
    // What is killed and still there after that waits for a device, which can take for ever.
    private static final Duration TIME_TO_VANISH = Duration.ofSeconds(1);
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "LC_ALL", "C", "TZ", "UTC", "PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "HOME", "/root", "PAGER", "cat");

    private final Tools tools;

    public SystemRunner(Tools tools) {
        this.tools = tools;
    }

    @Override
    public Result run(Command command) {
        long begin = System.nanoTime();
        Process process = started(builder(command), command);
        Drain out = new Drain(process.getInputStream(), command.watcher());
        Drain err = new Drain(process.getErrorStream(), Optional.empty());
        out.start();
        err.start();
        feed(process, command.input());
        waitFor(process, command);
        Result result = new Result(
                process.exitValue(),
                out.text(),
                err.text(),
                Duration.ofNanos(System.nanoTime() - begin),
                out.truncated() || err.truncated());
        if (!command.accepted().contains(result.exitCode())) {
            throw ToolFailedException.badExit(command, result);
        }
        return result;
    }

    @Override
    public Companion start(Command command) {
        // Nobody reads its complaints: a full pipe would stop it, and with it whatever is mounted from it.
        ProcessBuilder builder = builder(command).redirectError(Redirect.DISCARD);
        return new SystemRunnerCompanion(started(builder, command), command.limit());
    }

    @Override
    public InputStream through(Command command, InputStream source) {
        return new FilteredStream(started(builder(command), command), command, source, SystemRunner::kill);
    }

    @Override
    public void detach(Command command, Path output) {
        ProcessBuilder builder = new ProcessBuilder(words(command))
                .redirectInput(NOTHING)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        started(builder, command);
    }

    private ProcessBuilder builder(Command command) {
        ProcessBuilder builder = new ProcessBuilder(words(command));
        String term = System.getenv("TERM");
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        if (command.terminal()) {
            builder.inheritIO();
            builder.environment().put("TERM", term == null ? "dumb" : term);
        }
        return builder;
    }

    private static Process started(ProcessBuilder builder, Command command) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw ToolFailedException.notStarted(command, String.valueOf(e.getMessage()));
        }
    }

    private List<String> words(Command command) {
        List<String> words = new ArrayList<>();
        if (!command.terminal()) {
            // In a session of its own a program cannot ask questions on the terminal, and Ctrl-C or a lost line reaches
            // it through us, never in the middle of a write.
            tools.find("setsid").ifPresent(setsid -> words.add(setsid.toString()));
        }
        words.add(tools.require(command.program()).toString());
        words.addAll(command.arguments());
        return words;
    }

    private static void feed(Process process, Command.Input input) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(bytes(input));
        } catch (IOException e) {
            // A program may end without reading all of its input; its exit code tells whether that was an error.
            System.getLogger(SystemRunner.class.getName()).log(System.Logger.Level.DEBUG, "input not read", e);
        }
    }

    private static byte[] bytes(Command.Input input) {
        return input instanceof Command.Input.Hidden hidden
                ? hidden.secret().reveal()
                : ((Command.Input.Text) input).text().getBytes(StandardCharsets.UTF_8);
    }

    private static void waitFor(Process process, Command command) {
        try {
            if (!process.waitFor(command.limit().toMillis(), TimeUnit.MILLISECONDS)) {
                throw ToolFailedException.outOfTime(command, kill(process));
            }
        } catch (InterruptedException e) {
            // The exception tells of the interrupt, the thread's mark does not: the programs that now take mounts down
            // must not be interrupted in turn.
            boolean killed = kill(process);
            throw new RescueException(
                            ExitCode.INTERRUPTED,
                            "'" + command + "' was interrupted" + (killed ? "" : " and hangs in the kernel"),
                            "start the step again when you are ready")
                    .causedBy(e);
        }
    }

    // First politely: a checker that is told to end closes the filesystem that it is writing to.
    private static boolean kill(Process process) {
        List<ProcessHandle> tree = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        tree.forEach(ProcessHandle::destroy);
        boolean ended = ends(process, TIME_TO_DIE);
        // A child that lost its parent would keep the outputs open.
        tree.forEach(ProcessHandle::destroyForcibly);
        return ended || ends(process, TIME_TO_VANISH);
    }

    private static boolean ends(Process process, Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    /** Reads one output to its end, so that the program never waits for us. */
    private static final class Drain extends Thread {

        private final InputStream stream;
        private final Optional<Consumer<String>> watcher;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final StringBuilder line = new StringBuilder();
        private boolean truncated;

        Drain(InputStream stream, Optional<Consumer<String>> watcher) {
            super("output of a program");
            this.stream = stream;
            this.watcher = watcher;
            setDaemon(true);
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8192];
            try {
                for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                    keep(buffer, count);
                    watch(buffer, count);
                }
            } catch (IOException e) {
                // The stream of a killed program breaks off; what was read until then is the output.
                System.getLogger(SystemRunner.class.getName()).log(System.Logger.Level.DEBUG, "output broke off", e);
            }
        }

        String text() {
            try {
                join(TIME_TO_DIE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (kept) {
                return kept.toString(StandardCharsets.UTF_8);
            }
        }

        boolean truncated() {
            synchronized (kept) {
                return truncated;
            }
        }

        private void keep(byte[] buffer, int count) {
            synchronized (kept) {
                int room = Math.min(count, KEPT_BYTES - kept.size());
                kept.write(buffer, 0, room);
                truncated |= room < count;
            }
        }

        // Progress bars end a line with \r or only with backspaces.
        private void watch(byte[] buffer, int count) {
            if (watcher.isEmpty()) {
                return;
            }
            for (char c : new String(buffer, 0, count, StandardCharsets.UTF_8).toCharArray()) {
                if (c == '\n' || c == '\r' || c == '\b' || line.length() >= LONGEST_LINE) {
                    emit();
                } else {
                    line.append(c);
                }
            }
        }

        private void emit() {
            if (line.length() > 0) {
                watcher.orElseThrow().accept(line.toString());
                line.setLength(0);
            }
        }
    }

    private static final class SystemRunnerCompanion implements Companion {

        private final Process process;
        private final Duration limit;
        private final BufferedReader answers;

        SystemRunnerCompanion(Process process, Duration limit) {
            this.process = process;
            this.limit = limit;
            this.answers = process.inputReader(StandardCharsets.UTF_8);
        }

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public String ask(String line) {
            try {
                process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
                String answer = answers.readLine();
                return answer == null ? "" : answer;
            } catch (IOException e) {
                return "";
            }
        }

        @Override
        public int exitCode() {
            try {
                return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return -1;
            }
        }

        @Override
        public void close() {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                // Already ended: the pipe is gone with it.
                System.getLogger(SystemRunner.class.getName()).log(System.Logger.Level.DEBUG, "companion ended", e);
            }
            if (!ends(process, TIME_TO_DIE)) {
                kill(process);
            }
        }
    }
}
