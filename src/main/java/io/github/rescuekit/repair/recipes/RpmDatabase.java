package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A database of rpm beside which a rebuild was cut off. rpm makes the new one beside the old one, renames the old one away,
 * then the new one to its place. It never looks at what an earlier rebuild left, and where it finds no database it makes
 * an empty one.
 */
final class RpmDatabase {

    static final List<String> PLACES = List.of("/var/lib/rpm", "/usr/lib/sysimage/rpm");

    private static final String RPM = "/usr/bin/rpm";
    private static final String RM = "/bin/rm";
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final String SQLITE = "rpmdb.sqlite";
    private static final List<String> FORMATS = List.of(SQLITE, "Packages.db", "Packages");
    // An empty one of rpm 4.18 is larger than a rebuilt one with a package in it: 217088 and 212992 bytes.
    private static final String COUNT = "select count(*) as packages from Packages";
    private static final String NEW = "rebuilddb.";
    private static final String OLD = "old.";
    // rpm appends its process number, which is never 0.
    private static final String NOBODYS = OLD + "0";

    private final String id;
    private final String place;
    private final SystemFiles files;
    private final Databases databases;
    private final Map<String, Databases.Answer> answers = new HashMap<>();

    RpmDatabase(String id, String place, SystemFiles files, Databases databases) {
        this.id = id;
        this.place = place;
        this.files = files;
        this.databases = databases;
    }

    Optional<Finding> finding() {
        if (leftovers().isEmpty()) {
            return Optional.empty();
        }
        List<String> evidence = new ArrayList<>(List.of(place + whatIsIn(place)));
        leftovers().forEach(it -> evidence.add(it.path() + " of " + it.modified() + whatIsIn(it.path())));
        if (!canBeRebuilt()) {
            evidence.add(next());
        }
        return Optional.of(new Finding(
                id, Severity.WARNING, title(), evidence, canBeRebuilt() ? Optional.of(id) : Optional.empty()));
    }

    private String title() {
        if (isMadeTwice()) {
            return "rpm has two databases: a rebuild of one was interrupted, and another was begun in its place";
        }
        return holdsPackages(place)
                ? "A rebuild of rpm's database was interrupted"
                : "rpm's database is not in its place: a rebuild of it was interrupted";
    }

    private String next() {
        String paths =
                String.join(" ", leftovers().stream().map(SystemFile::path).toList());
        if (isMadeTwice() || !holdsPackages(place)) {
            return "next: see which one knows the packages (rescuekit chroot --write -- rpm -qa --dbpath DIRECTORY), or take"
                    + " a backup of it; rename that one to " + place
                    + ", then rpm --rebuilddb, then remove the others of "
                    + paths;
        }
        return "next: rescuekit chroot --write -- rpm --rebuilddb, then remove " + paths;
    }

    private String whatIsIn(String directory) {
        if (!files.exists(directory)) {
            return ": is not there";
        }
        return database(directory)
                .map(it -> isSqlite(it) ? known(it) : ": a database of " + it.size())
                .orElse(": no database");
    }

    private String known(SystemFile database) {
        Databases.Answer answer = count(database);
        return answer.rows().stream()
                .findFirst()
                .map(it -> ": packages in it: " + it.get("packages"))
                .orElseGet(() -> ": a database of " + database.size() + ", "
                        + answer.whyUnknown().orElse("which says nothing"));
    }

    private Databases.Answer count(SystemFile database) {
        return answers.computeIfAbsent(database.path(), it -> databases.ask(files, it, COUNT));
    }

    private Optional<SystemFile> database(String directory) {
        return FORMATS.stream()
                .flatMap(it -> files.find(directory + "/" + it).stream())
                .filter(it -> it.isRegular() && it.size().count() > 0)
                .findFirst();
    }

    private static boolean isSqlite(SystemFile database) {
        return database.path().endsWith("/" + SQLITE);
    }

    // What nobody can ask is taken for one that does: nothing is put in the place of that.
    private boolean holdsPackages(String directory) {
        return database(directory).filter(it -> !isKnownToBeEmpty(it)).isPresent();
    }

    private boolean isKnownToBeEmpty(SystemFile database) {
        return isSqlite(database) && count(database).rows().stream().anyMatch(it -> "0".equals(it.get("packages")));
    }

    private List<SystemFile> leftovers() {
        return Stream.concat(leftovers(OLD), leftovers(NEW)).toList();
    }

    // The old one is a link where the place was one.
    private Stream<SystemFile> leftovers(String kind) {
        return files.glob(place + kind + "*").stream()
                .filter(it ->
                        it.path().substring(it.path().lastIndexOf('.') + 1).matches("\\d+"))
                .filter(it -> it.isDirectory() || it.kind() == SystemFile.Kind.LINK);
    }

    private List<SystemFile> oldDatabases() {
        return leftovers(OLD).filter(it -> holdsPackages(it.path())).toList();
    }

    // Of a rebuild that came to an end, or to its second renaming, there is no new one any more.
    private List<SystemFile> oldDatabasesOfACutOffRenaming() {
        return oldDatabases().stream().filter(it -> files.exists(newOneOf(it))).toList();
    }

    private static String newOneOf(SystemFile old) {
        int end = old.path().lastIndexOf(OLD);
        return old.path().substring(0, end) + NEW + old.path().substring(end + OLD.length());
    }

    private boolean isMadeTwice() {
        return holdsPackages(place) && !oldDatabasesOfACutOffRenaming().isEmpty();
    }

    /** The one to bring back: rpm renamed it and came no further. */
    private Optional<SystemFile> renamedAway() {
        if (holdsPackages(place)) {
            return Optional.empty();
        }
        List<SystemFile> old = oldDatabases().size() == 1 ? oldDatabases() : oldDatabasesOfACutOffRenaming();
        return old.size() == 1 ? Optional.of(old.get(0)) : Optional.empty();
    }

    private boolean canBeRebuilt() {
        boolean isClear = holdsPackages(place)
                ? !isMadeTwice()
                : renamedAway().isPresent() && isNothingOrADirectory(place) && !files.exists(place + NOBODYS);
        return isClear
                && files.exists(RPM)
                && directory().filter(PLACES::contains).isPresent();
    }

    private boolean isNothingOrADirectory(String path) {
        return files.findWithoutFollowing(path).map(SystemFile::isDirectory).orElse(true);
    }

    // rpm 4.18 renames what it is given: in the place of a link it leaves a directory.
    private Optional<String> directory() {
        Optional<SystemFile> old = renamedAway();
        return old.isPresent() && old.get().isDirectory()
                ? Optional.of(place)
                : files.find(old.map(SystemFile::path).orElse(place)).map(SystemFile::path);
    }

    /** Brings the database to its place, clears what is in the way, has rpm make it anew and tell that it knows itself. */
    List<Step> steps() {
        if (leftovers().isEmpty() || !canBeRebuilt()) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>(locks());
        renamedAway().ifPresent(it -> steps.addAll(bringingBack(it)));
        steps.addAll(removing());
        String directory = directory().orElseThrow();
        // rpm ends with code 0 as well where it could read no package and the new database is empty.
        steps.add(renaming(RPM, List.of("--rebuilddb", "--dbpath", directory), directory));
        steps.add(run(RPM, List.of("--query", "--dbpath", directory, "rpm"), directory));
        return steps;
    }

    // Those of Berkeley DB, which outlive the process that was killed.
    private List<Step> locks() {
        String now = renamedAway().map(SystemFile::path).orElse(place);
        return files.glob(now + "/__db.*").stream()
                .filter(SystemFile::isRegular)
                .<Step>map(it -> new Step.RemoveFile(it.path()))
                .toList();
    }

    private List<Step> bringingBack(SystemFile old) {
        List<Step> steps = new ArrayList<>();
        if (files.exists(place)) {
            steps.add(new Step.RenameFile(place, place + NOBODYS));
        }
        steps.add(new Step.RenameFile(old.path(), place));
        return steps;
    }

    // Before the rebuild, which fails where a directory has the number that its process happens to have.
    private List<Step> removing() {
        List<SystemFile> all = new ArrayList<>(leftovers());
        renamedAway().ifPresent(all::remove);
        List<String> directories = new ArrayList<>(all.stream()
                .filter(SystemFile::isDirectory)
                .map(SystemFile::path)
                .toList());
        if (renamedAway().isPresent() && files.exists(place)) {
            directories.add(place + NOBODYS);
        }
        List<Step> steps = new ArrayList<>(all.stream()
                .filter(it -> !it.isDirectory())
                .<Step>map(it -> new Step.RemoveFile(it.path()))
                .toList());
        if (!directories.isEmpty()) {
            List<String> arguments =
                    Stream.concat(Stream.of("-r"), directories.stream()).toList();
            steps.add(renaming(RM, arguments, place));
        }
        return steps;
    }

    // A pattern that is the directory itself would make it a mount, which can be neither renamed nor removed.
    private static Step renaming(String program, List<String> arguments, String directory) {
        return run(program, arguments, directory + "*");
    }

    private static Step run(String program, List<String> arguments, String changes) {
        return new Step.RunProgram(program, arguments, List.of(changes), List.of(), LIMIT);
    }
}
