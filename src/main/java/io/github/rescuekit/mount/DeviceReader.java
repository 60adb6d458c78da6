package io.github.rescuekit.mount;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Reads a few blocks of a device that may not answer. */
final class DeviceReader {

    private final Duration limit;

    DeviceReader(Duration limit) {
        this.limit = limit;
    }

    /**
     * Answers a question from the bytes of a device.
     *
     * @throws RescueException when the device cannot be read, or not in time
     */
    <T> T read(Path device, Function<DeviceBlocks, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread reader = new Thread(() -> answer(device, question, answer), "reading " + device);
        // A read of a hanging disk cannot be interrupted; the thread is left behind.
        reader.setDaemon(true);
        reader.start();
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failed(device + " did not answer within " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw failed(device + " could not be read: " + e.getCause(), e);
        } catch (InterruptedException e) {
            throw new RescueException(
                            ExitCode.INTERRUPTED,
                            "reading " + device + " was interrupted",
                            "start the step again when you are ready")
                    .causedBy(e);
        }
    }

    private static RescueException failed(String happened, Exception cause) {
        return new RescueException(
                        ExitCode.TOOL_FAILED, happened, "see 'dmesg', and check the disk first: rescuekit check")
                .causedBy(cause);
    }

    private static <T> void answer(Path device, Function<DeviceBlocks, T> question, CompletableFuture<T> answer) {
        try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ)) {
            answer.complete(question.apply((offset, length) -> blocks(channel, offset, length)));
        } catch (IOException e) {
            answer.completeExceptionally(e);
        } catch (CompletionException e) {
            answer.completeExceptionally(e.getCause() == null ? e : e.getCause());
        }
    }

    private static ByteBuffer blocks(FileChannel channel, long offset, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        try {
            for (int count = 0; count >= 0 && buffer.hasRemaining(); ) {
                count = channel.read(buffer, offset + buffer.position());
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
        return buffer.position(0).limit(length);
    }
}
