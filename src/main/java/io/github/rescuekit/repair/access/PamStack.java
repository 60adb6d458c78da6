package io.github.rescuekit.repair.access;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules of PAM for one service, those of included files in the place where they are included. */
final class PamStack {

    private static final List<String> DIRECTORIES = List.of("/etc/pam.d/", "/usr/lib/pam.d/", "/usr/etc/pam.d/");
    private static final Pattern RULE = Pattern.compile(
            "(?<silent>-?)(?<phase>auth|account|password|session)\\s+(?<control>\\[[^\\]]*\\]|\\S+)\\s+(?<module>\\S+)(?<arguments>.*)",
            Pattern.CASE_INSENSITIVE);
    // Debian's way to take in a whole file.
    private static final Pattern INCLUDE = Pattern.compile("@include\\s+(\\S+)");
    private static final Set<String> INCLUDING = Set.of("include", "substack");
    private static final List<String> MODULES = List.of(
            "/lib/security",
            "/lib64/security",
            "/usr/lib/security",
            "/usr/lib64/security",
            "/lib/*/security",
            "/usr/lib/*/security");
    private static final Pattern JUMP = Pattern.compile("\\bsuccess=(\\d+)\\b");
    private static final int DEEPEST = 8;

    /**
     * One rule.
     *
     * @param file that it stands in, free of links
     * @param isSilent a missing module is none: its line begins with a minus
     */
    record Rule(
            String file,
            int line,
            boolean isSilent,
            String phase,
            String control,
            String module,
            List<String> arguments) {

        boolean isOf(String name) {
            return module.endsWith(name);
        }

        /** The value of an argument {@code NAME=VALUE}. */
        Optional<String> value(String name) {
            return arguments.stream()
                    .filter(it -> it.startsWith(name + "="))
                    .map(it -> it.substring(name.length() + 1))
                    .findFirst();
        }

        // What PAM does with a module that it cannot load: pam.conf(5), the return value module_unknown.
        boolean failsWithoutModule() {
            if (isSilent || control.equals("sufficient") || control.equals("optional")) {
                return false;
            }
            return !control.startsWith("[")
                    || !control.matches(".*\\b(module_unknown|default)=(ignore|ok|done|\\d+)\\b.*");
        }

        private boolean maySucceedForGood() {
            return control.equals("sufficient") || control.matches("\\[.*\\bsuccess=done\\b.*");
        }

        private int jump() {
            Matcher jump = JUMP.matcher(control);
            return control.startsWith("[") && jump.find() ? Integer.parseInt(jump.group(1)) : 0;
        }

        @Override
        public String toString() {
            return file + ":" + line + ": " + (isSilent ? "-" : "") + phase + " " + control + " "
                    + String.join(
                            " ",
                            Stream.concat(Stream.of(module), arguments.stream()).toList());
        }
    }

    private final SystemFiles files;
    private final List<String> modules;
    private final List<Rule> rules = new ArrayList<>();
    private final List<String> missingFiles = new ArrayList<>();

    private PamStack(SystemFiles files) {
        this.files = files;
        this.modules = MODULES.stream()
                .flatMap(it -> files.glob(it).stream())
                .map(SystemFile::path)
                .toList();
    }

    /** The stack of a service; that of {@code other} where it has none of its own. */
    static PamStack of(SystemFiles files, String service) {
        PamStack stack = new PamStack(files);
        String name = stack.file(service).isPresent() ? service : "other";
        if (stack.file(name).isPresent()) {
            stack.read(name, "", 0, "");
        }
        return stack;
    }

    List<Rule> rules() {
        return List.copyOf(rules);
    }

    /** Those that call a module. */
    List<Rule> of(String module) {
        return rules.stream().filter(it -> it.isOf(module)).toList();
    }

    /** Files that a rule includes and that are not there, each with that rule. PAM then refuses the whole service. */
    List<String> missingFiles() {
        return List.copyOf(missingFiles);
    }

    private Optional<SystemFile> file(String name) {
        return (name.startsWith("/") ? Stream.of(name) : DIRECTORIES.stream().map(it -> it + name))
                .flatMap(it -> files.find(it).stream())
                .filter(SystemFile::isRegular)
                .findFirst();
    }

    private void read(String name, String phase, int depth, String includedBy) {
        Optional<SystemFile> file = file(name);
        if (file.isEmpty()) {
            missingFiles.add(includedBy);
            return;
        }
        if (depth > DEEPEST) {
            return;
        }
        String path = file.get().path();
        List<String> lines = files.text(path).map(FileText::text).stream()
                .flatMap(String::lines)
                .toList();
        for (int i = 0; i < lines.size(); i++) {
            take(path, i + 1, lines.get(i).replaceFirst("#.*", "").strip(), phase, depth);
        }
    }

    private void take(String path, int number, String line, String phase, int depth) {
        Matcher include = INCLUDE.matcher(line);
        Matcher rule = RULE.matcher(line);
        if (include.matches()) {
            read(include.group(1), phase, depth + 1, path + ":" + number + ": " + line);
        } else if (rule.matches()) {
            take(rule(path, number, rule), phase, depth);
        }
    }

    private void take(Rule rule, String phase, int depth) {
        if (!phase.isEmpty() && !phase.equals(rule.phase())) {
            return;
        }
        if (INCLUDING.contains(rule.control())) {
            read(rule.module(), rule.phase(), depth + 1, rule.toString());
        } else {
            rules.add(rule);
        }
    }

    private static Rule rule(String path, int number, Matcher fields) {
        String arguments = fields.group("arguments").strip();
        return new Rule(
                path,
                number,
                !fields.group("silent").isEmpty(),
                fields.group("phase").toLowerCase(Locale.ROOT),
                fields.group("control").toLowerCase(Locale.ROOT),
                fields.group("module"),
                arguments.isEmpty() ? List.of() : List.of(arguments.split("\\s+")));
    }

    /** False when no directory of modules is to be seen, so that nobody can tell which are missing. */
    boolean knowsModules() {
        return modules.stream().anyMatch(it -> !files.glob(it + "/pam_*.so").isEmpty());
    }

    /** Rules that always fail because their module is not there, and that no success before them makes harmless. */
    List<Rule> broken() {
        if (!knowsModules()) {
            return List.of();
        }
        List<Rule> broken = new ArrayList<>();
        Set<String> ended = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            boolean isMissing = !isThere(rule.module());
            if (isMissing && rule.failsWithoutModule() && !ended.contains(rule.phase()) && !isJumpedOver(i)) {
                broken.add(rule);
            }
            if (rule.maySucceedForGood() && !isMissing) {
                ended.add(rule.phase());
            }
        }
        return broken;
    }

    private boolean isJumpedOver(int index) {
        for (int i = Math.max(0, index - DEEPEST); i < index; i++) {
            Rule before = rules.get(i);
            if (before.phase().equals(rules.get(index).phase())
                    && i + before.jump() >= index
                    && isThere(before.module())) {
                return true;
            }
        }
        return false;
    }

    // EL 5 and 6 wrote /lib/security/$ISA/pam_unix.so.
    private boolean isThere(String module) {
        boolean isAbsolute = module.startsWith("/") && !module.contains("$");
        String name = module.substring(module.lastIndexOf('/') + 1);
        return isAbsolute ? files.exists(module) : modules.stream().anyMatch(it -> files.exists(it + "/" + name));
    }
}
