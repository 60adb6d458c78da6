package io.github.rescuekit.exec;

import io.github.rescuekit.model.RescueException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a program makes of a stream. */
final class FilteredStream extends FilterInputStream {

    private static final int KEPT_WORDS = 8 << 10;
    // Of a shell, and of Java, for a program that a signal has ended.
    private static final int SIGNALLED = 128;

    private final Process process;
    private final Command command;
    private final Consumer<Process> kill;
    private final long begin = System.nanoTime();
    private final AtomicReference<String> words = new AtomicReference<>("");
    private final AtomicReference<@Nullable RuntimeException> unreadable = new AtomicReference<>();
    private final AtomicBoolean late = new AtomicBoolean();
    private final Thread listener;

    FilteredStream(Process process, Command command, InputStream source, Consumer<Process> kill) {
        super(process.getInputStream());
        this.process = process;
        this.command = command;
        this.kill = kill;
        this.listener = inBackground("words of a program", this::listen);
        inBackground("input of a program", () -> feed(source));
        process.onExit()
                .orTimeout(command.limit().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(e -> {
                    late.set(true);
                    kill.accept(process);
                    return process;
                });
    }

    private static Thread inBackground(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void listen() {
        try (InputStream err = process.getErrorStream()) {
            words.set(new String(err.readNBytes(KEPT_WORDS), StandardCharsets.UTF_8));
            err.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.getLogger(FilteredStream.class.getName()).log(System.Logger.Level.DEBUG, "words broke off", e);
        }
    }

    private void feed(InputStream source) {
        try (OutputStream input = process.getOutputStream()) {
            source.transferTo(input);
        } catch (RescueException e) {
            unreadable.set(e);
        } catch (IOException e) {
            // A program may end without reading all of its input; its exit code tells whether that was an error.
            System.getLogger(FilteredStream.class.getName()).log(System.Logger.Level.DEBUG, "input not read", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        int read = super.read(bytes, from, count);
        if (read < 0) {
            end();
        }
        return read;
    }

    private void end() throws IOException {
        Result result = result();
        if (late.get()) {
            throw ToolFailedException.outOfTime(command, true);
        }
        RuntimeException source = unreadable.get();
        if (source != null) {
            throw source;
        }
        if (result.exitCode() > SIGNALLED) {
            throw ToolFailedException.badExit(command, result);
        }
        if (!command.accepted().contains(result.exitCode())) {
            throw new IOException(
                    result.err().isBlank()
                            ? command.program() + " ended with exit code " + result.exitCode()
                            : result.err().lines().findFirst().orElse("").strip());
        }
    }

    private Result result() throws IOException {
        try {
            // Its output has ended; whoever closes that and stays is killed by the limit of time.
            int code = process.waitFor();
            listener.join();
            return new Result(
                    code, "", Objects.requireNonNull(words.get()), Duration.ofNanos(System.nanoTime() - begin), false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            kill.accept(process);
        }
        super.close();
    }
}
