package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InitSystem;
import io.github.rescuekit.installed.KeyValueLines;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.UnitSettings;
import io.github.rescuekit.installed.UnitSettings.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the agent is started: what stands on its command line, and the files whose variables stand in it.
 *
 * @param unit the systemd unit that starts it
 * @param command the command line as the unit has it, variables included; empty when a script starts it
 * @param words the command line in words; of a script only what can hold a list of RPCs
 * @param environmentFiles files with variables, the one that counts last
 * @param separator what stands between two names in a variable: a script may make commas of blanks
 */
record AgentLaunch(
        Optional<String> unit, String command, List<String> words, List<String> environmentFiles, String separator) {

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final Pattern DAEMON_ARGUMENTS = Pattern.compile("\\$\\{?(DAEMON_ARGS|QEMU_GA_ARGS)\\b");

    // CentOS 6: "for rpc in $BLACKLIST_RPC", or a blank that sed, tr or the shell makes a comma.
    private static final Pattern BLANKS_TO_COMMAS = Pattern.compile(
            "in \\$\\{?BLACKLIST_RPC|s/[^/]*(?: |space)[^/]*/,/|tr +[\"' ]+ +[\"']?,|BLACKLIST_RPC// /,");

    AgentLaunch {
        words = List.copyOf(words);
        environmentFiles = List.copyOf(environmentFiles);
    }

    static AgentLaunch of(String service, InitSystem init, SystemFiles files) {
        String unit = service + ".service";
        List<Setting> commands = UnitSettings.of(files, unit).list("Service", "ExecStart");
        if (init == InitSystem.SYSTEMD && !commands.isEmpty()) {
            return ofUnit(unit, commands.get(commands.size() - 1).value(), files);
        }
        return files.text("/etc/init.d/" + service)
                .map(script -> ofScript(service, script.text(), files))
                .orElseGet(() -> new AgentLaunch(Optional.empty(), "", List.of(), List.of(), ","));
    }

    private static AgentLaunch ofUnit(String unit, String command, SystemFiles files) {
        List<String> variables = UnitSettings.of(files, unit).list("Service", "EnvironmentFile").stream()
                .map(Setting::value)
                .map(path -> path.startsWith("-") ? path.substring(1) : path)
                .toList();
        return new AgentLaunch(Optional.of(unit), command, split(command), variables, ",");
    }

    private static AgentLaunch ofScript(String service, String script, SystemFiles files) {
        Matcher arguments = DAEMON_ARGUMENTS.matcher(script);
        if (script.contains("BLACKLIST_RPC")) {
            return new AgentLaunch(
                    Optional.empty(),
                    "",
                    List.of("--blacklist=${BLACKLIST_RPC}"),
                    List.of("/etc/sysconfig/qemu-ga"),
                    separator(script, files));
        }
        return arguments.find()
                ? new AgentLaunch(
                        Optional.empty(),
                        "",
                        List.of("$" + arguments.group(1)),
                        List.of("/etc/default/" + service),
                        ",")
                : new AgentLaunch(Optional.empty(), "", List.of(), List.of(), ",");
    }

    // Seen both with commas and with blanks: the list that is there tells, and where it has one name the script.
    private static String separator(String script, SystemFiles files) {
        String list = files.text("/etc/sysconfig/qemu-ga")
                .flatMap(text -> new KeyValueLines(text).value("BLACKLIST_RPC"))
                .orElse("")
                .strip();
        return !list.contains(",") && BLANKS_TO_COMMAS.matcher(script).find() ? " " : ",";
    }

    private static List<String> split(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            words.add(Optional.ofNullable(word.group(1))
                    .or(() -> Optional.ofNullable(word.group(2)))
                    .orElseGet(() -> word.group(3)));
        }
        return words;
    }

    /** A variable on the command line; the last file that sets it counts. */
    Optional<String> variable(String name, SystemFiles files) {
        return environmentFiles.stream()
                .flatMap(file -> files.text(file).stream())
                .flatMap(text -> new KeyValueLines(text).value(name).stream())
                .reduce((first, second) -> second)
                .map(value -> separator.equals(",")
                        ? value
                        : String.join(",", List.of(value.strip().split(" +", -1))));
    }

    /** The file in which an administrator sets variables: the last one, and never one that a package owns below /usr. */
    Optional<String> ownEnvironmentFile() {
        return environmentFiles.stream()
                .filter(file -> file.startsWith("/etc/"))
                .reduce((first, second) -> second);
    }

    FileText environmentFileWith(String variable, String value, FileText before) {
        return new KeyValueLines(before)
                .with(variable, separator.equals(",") ? value : value.replace(",", separator))
                .file();
    }
}
