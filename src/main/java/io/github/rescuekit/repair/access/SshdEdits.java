package io.github.rescuekit.repair.access;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SshdLine;
import io.github.rescuekit.installed.SshdSettings;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.repair.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Edits of sshd's configuration, one step for each file that changes; a line that goes stays as a comment. */
public final class SshdEdits {

    private static final String MARK = "# rescuekit: ";

    private final SystemFiles files;
    private final Map<String, List<SshdLine>> closed = new LinkedHashMap<>();
    private final List<String> first = new ArrayList<>();

    public SshdEdits(SystemFiles files) {
        this.files = files;
    }

    /** Makes a comment of a line. */
    public void close(SshdLine line) {
        closed.computeIfAbsent(line.file(), it -> new ArrayList<>()).add(line);
    }

    /** Adds a line before all others: of the values of a keyword the first counts. */
    public void addFirst(String line) {
        first.add(line);
    }

    public List<Step> steps() {
        if (!first.isEmpty()) {
            closed.putIfAbsent(SshdSettings.FILE, List.of());
        }
        return closed.keySet().stream()
                .<Step>map(file -> {
                    FileText before = files.text(file).orElseThrow();
                    return new Step.ReplaceFile(file, before, before.withText(edited(file, before)));
                })
                .toList();
    }

    private String edited(String file, FileText before) {
        TextLines lines = TextLines.of(before.text());
        for (SshdLine line : closed.getOrDefault(file, List.of())) {
            int number = line.setting().line();
            if (!lines.line(number).startsWith(MARK)) {
                lines = lines.replace(number, MARK + lines.line(number));
            }
        }
        if (file.equals(SshdSettings.FILE)) {
            for (int i = 0; i < first.size(); i++) {
                lines = lines.insertAfter(i, first.get(i));
            }
        }
        return lines.toString();
    }
}
