package io.github.rescuekit.diagnose.panic;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Logs that are text: what syslogd writes, and what the kernel left in a dump. */
final class TextLog {

    private static final List<String> LOGS = List.of("/var/log/syslog", "/var/log/messages", "/var/log/kern.log");
    private static final int LAST_PART = 4 << 20;
    private static final int MOST_FILES = 3;
    // "Mar  6 03:12:01 web1 qemu-ga[487]: ", and "2025-03-06T03:12:01.123456+00:00 web1 kernel: ".
    private static final Pattern LINE =
            Pattern.compile("(?<when>[A-Z][a-z]{2} [ \\d]\\d [\\d:]{8}|\\d{4}-\\d\\d-\\d\\dT[\\d:.,+Z-]{8,24})"
                    + " \\S{1,255} (?<program>[^\\s:\\[]{1,99})(?:\\[\\d{1,9}\\])?: (?<message>.*)");
    // "[12345.678901] ", and with CONFIG_PRINTK_CALLER "[12345.678901][    T1] ".
    private static final Pattern SINCE_BOOT =
            Pattern.compile("(?:<\\d{1,3}>)?\\[ {0,5}(?<when>\\d{1,9}\\.\\d{6})\\](?:\\[ *[TC]\\d{1,9}\\])? ?");

    private TextLog() {}

    /** The boots in the first of the usual logs that is there, the newest first. */
    static List<Boot> boots(SystemFiles files) {
        return LOGS.stream()
                .map(it -> boots(it, text(files, it)))
                .filter(it -> !it.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** What the kernel alone wrote, such as a dump of its ring buffer. */
    static Boot ofTheKernel(String name, String text) {
        return new Boot(name, text.lines().map(TextLog::kernelLine).toList());
    }

    private static LogLine kernelLine(String line) {
        Matcher since = SINCE_BOOT.matcher(line);
        return since.lookingAt()
                ? new LogLine("[" + since.group("when") + "]", "kernel", line.substring(since.end()))
                : new LogLine("", "kernel", line);
    }

    // A rotated part goes before the one that was rotated later.
    private static String text(SystemFiles files, String log) {
        List<SystemFile> parts = Stream.of(log, log + ".*", log + "-*")
                .flatMap(it -> files.glob(it).stream())
                .filter(SystemFile::isRegular)
                .sorted(Comparator.comparing(SystemFile::modified).reversed())
                .limit(MOST_FILES)
                .toList();
        StringBuilder text = new StringBuilder();
        for (int i = parts.size() - 1; i >= 0; i--) {
            String path = parts.get(i).path();
            files.tail(path, LAST_PART).ifPresent(bytes -> text.append(unpacked(path, bytes)));
        }
        return text.toString();
    }

    private static String unpacked(String path, byte[] bytes) {
        if (!path.endsWith(".gz")) {
            return FileText.decode(bytes).text();
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return FileText.decode(in.readNBytes(LAST_PART)).text();
        } catch (IOException e) {
            // Cut off, or larger than what was read: the newer parts tell what they tell.
            return "";
        }
    }

    private static List<Boot> boots(String log, String text) {
        List<Boot> boots = new ArrayList<>();
        List<LogLine> lines = new ArrayList<>();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            LogLine parsed = parse(line);
            if (isStart(parsed) && !lines.isEmpty()) {
                boots.add(0, new Boot(log, lines));
                lines = new ArrayList<>();
            }
            lines.add(parsed);
        }
        if (!lines.isEmpty()) {
            boots.add(0, new Boot(log, lines));
        }
        return boots;
    }

    private static boolean isStart(LogLine line) {
        return line.program().equals("kernel") && line.message().startsWith("Linux version ");
    }

    private static LogLine parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return new LogLine("", "", line);
        }
        String message = matcher.group("message");
        Optional<String> kernel = Optional.of(matcher.group("program")).filter(it -> it.equals("kernel"));
        return new LogLine(
                matcher.group("when"),
                matcher.group("program"),
                kernel.isPresent() ? kernelLine(message).message() : message);
    }
}
