package io.github.rescuekit.repair.access;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.repair.Owner;
import io.github.rescuekit.repair.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The files that sudo reads its rules from, and what in them it refuses. */
public final class Sudoers {

    public static final String FILE = "/etc/sudoers";
    public static final FileMode MODE = new FileMode(0_440);

    private static final String DIRECTORY = "/etc/sudoers.d/";
    private static final String MARK = "# rescuekit: ";
    private static final int WRITE_OF_OTHERS = 0_002;
    private static final int WRITE_OF_GROUP = 0_020;
    private static final Pattern INCLUDE = Pattern.compile("[#@]include(dir)?\\s+\\S.*");
    private static final Pattern DEFAULTS = Pattern.compile("Defaults([@:!>]\\s*\\S+)?(\\s+.*)?");
    private static final Pattern ALIAS =
            Pattern.compile("(User|Runas|Host|Cmnd|Cmd)_Alias\\s+[A-Z][A-Z0-9_]*\\s*=\\s*\\S.*");
    // "#1000 ALL=..." is a rule of a user by number.
    private static final Pattern COMMENT = Pattern.compile("#(?!\\d+\\s|include).*");
    private static final Pattern RULE = Pattern.compile("(?!\\w+_Alias\\s)[^=\\s][^=]*\\s[^=]*=\\s*\\S.*");

    private final SystemFiles files;

    public Sudoers(SystemFiles files) {
        this.files = files;
    }

    /**
     * A line, with those that continue it.
     *
     * @param first its number in the file, counted from 1
     */
    public record BadLine(String file, int first, int last, String text) {

        @Override
        public String toString() {
            return file + ":" + first + ": " + text;
        }
    }

    /** The main file and those of the directory whose names sudo takes. */
    public List<SystemFile> all() {
        List<SystemFile> all = new ArrayList<>(files.find(FILE).stream().toList());
        files.list(DIRECTORY).stream()
                .filter(it -> !it.contains(".") && !it.endsWith("~"))
                .flatMap(it -> files.find(DIRECTORY + it).stream())
                .filter(SystemFile::isRegular)
                .forEach(all::add);
        return all;
    }

    /** Those that sudo does not read because others may write them. */
    public List<SystemFile> untrusted() {
        return all().stream().filter(it -> it.uid() != 0 || isWritable(it)).toList();
    }

    // Its group may write when that is the group of root.
    private static boolean isWritable(SystemFile file) {
        return file.mode().grantsAny(file.gid() == 0 ? WRITE_OF_OTHERS : WRITE_OF_OTHERS | WRITE_OF_GROUP);
    }

    /** Lines that are no rule, no alias and no default in any version. */
    public List<BadLine> badLines() {
        return all().stream().flatMap(it -> badLines(it.path()).stream()).toList();
    }

    private List<BadLine> badLines(String file) {
        List<BadLine> bad = new ArrayList<>();
        List<String> lines = files.text(file)
                .map(FileText::text)
                .map(it -> TextLines.of(it).lines())
                .orElse(List.of());
        int first = 1;
        StringBuilder whole = new StringBuilder();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1);
            boolean goesOn = line.endsWith("\\") && number < lines.size() && !isComment(whole + line);
            whole.append(goesOn ? line.substring(0, line.length() - 1) : line);
            if (!goesOn) {
                if (!isTaken(whole.toString().strip())) {
                    bad.add(new BadLine(file, first, number, whole.toString().strip()));
                }
                first = number + 1;
                whole.setLength(0);
            }
        }
        return bad;
    }

    private static boolean isComment(String line) {
        return COMMENT.matcher(line.strip()).matches();
    }

    private static boolean isTaken(String line) {
        return line.isEmpty()
                || isComment(line)
                || INCLUDE.matcher(line).matches()
                || DEFAULTS.matcher(line).matches()
                || ALIAS.matcher(line).matches()
                || (RULE.matcher(line).matches() && isClosed(line));
    }

    // Quotes and regular expressions may hold a parenthesis of their own.
    private static boolean isClosed(String line) {
        return line.contains("\"")
                || line.contains("\\")
                || line.contains("^")
                || line.chars().filter(it -> it == '(').count()
                        == line.chars().filter(it -> it == ')').count();
    }

    /** The steps after which sudo reads every file, and visudo complains about no mode; none when it reads them now. */
    public List<Step> mended() {
        List<BadLine> bad = badLines();
        if (bad.isEmpty() && untrusted().isEmpty()) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        for (SystemFile file : all()) {
            List<BadLine> here =
                    bad.stream().filter(it -> it.file().equals(file.path())).toList();
            if (!here.isEmpty()) {
                FileText before = files.text(file.path()).orElseThrow();
                steps.add(new Step.ReplaceFile(file.path(), before, before.withText(without(here, before))));
            }
            Owner owner = new Owner(file.uid(), file.gid());
            if (!owner.equals(Owner.ROOT)) {
                steps.add(new Step.SetOwner(file.path(), owner, Owner.ROOT));
            }
            if (!file.mode().equals(MODE)) {
                steps.add(new Step.SetMode(file.path(), file.mode(), MODE));
            }
        }
        return steps;
    }

    private static String without(List<BadLine> bad, FileText before) {
        TextLines lines = TextLines.of(before.text());
        for (BadLine line : bad) {
            for (int number = line.first(); number <= line.last(); number++) {
                lines = lines.replace(number, MARK + lines.line(number));
            }
        }
        return lines.toString();
    }
}
