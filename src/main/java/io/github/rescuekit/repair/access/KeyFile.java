package io.github.rescuekit.repair.access;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SshdSettings;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Owner;
import io.github.rescuekit.repair.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The file in which sshd looks for the keys of one account, with what sshd asks of it and of the way to it. */
public final class KeyFile {

    private static final FileMode FILE = new FileMode(0_600);
    private static final FileMode DIRECTORY = new FileMode(0_700);
    private static final FileMode SHARED_DIRECTORY = new FileMode(0_755);
    private static final int WRITE_OF_OTHERS = 0_022;

    private final SystemFiles files;
    private final Account account;
    private final SshdSettings settings;
    private final String path;

    private KeyFile(SystemFiles files, Account account, SshdSettings settings, String path) {
        this.files = files;
        this.account = account;
        this.settings = settings;
        this.path = path;
    }

    /**
     * The file of an account.
     *
     * @throws RescueException when sshd looks at none, or the account has no home
     */
    public static KeyFile of(InstalledSystem system, String name) {
        SystemFiles files = system.files();
        Account account = Account.require(files, name);
        SshdSettings settings = SshdSettings.of(files);
        String path = AuthorizedKeys.paths(account, settings).stream()
                .findFirst()
                .orElseThrow(() -> RescueException.refused(
                        "no-key-file",
                        "sshd takes no keys from files: AuthorizedKeysFile none",
                        "change that in " + SshdSettings.FILE + " first"));
        if (path.startsWith(account.home() + "/") && !files.exists(account.home())) {
            throw RescueException.refused(
                    "no-home",
                    "the home of " + name + ", " + account.home() + ", is not there"
                            + system.whyHidden(account.home())
                                    .map(it -> ": " + it)
                                    .orElse(""),
                    "mount or make it first; nothing was changed");
        }
        return new KeyFile(files, account, settings, path);
    }

    public String path() {
        return path;
    }

    /** The steps after which the key opens the account; none when it does. */
    public List<Step> add(PublicKey key, String options) {
        String line = options.isEmpty() ? key.line() : options + " " + key.line();
        List<Step> steps = new ArrayList<>(files.exists(path) ? added(key, line) : created(line));
        if (AuthorizedKeys.isStrict(settings)) {
            AuthorizedKeys.untrusted(path, account, files).forEach(it -> steps.addAll(trusted(it)));
        }
        return steps;
    }

    private List<Step> added(PublicKey key, String line) {
        FileText before = files.text(path).orElseThrow();
        TextLines lines = TextLines.of(before.text());
        FileText after = before.withText(with(key, line, lines).toString());
        return after.equals(before) ? List.of() : List.of(new Step.ReplaceFile(path, before, after));
    }

    // The first line with a key decides: one with a command before it would go on closing the account.
    private static TextLines with(PublicKey key, String line, TextLines lines) {
        for (int number = 1; number <= lines.count(); number++) {
            String text = lines.line(number).strip();
            if (!text.startsWith("#") && List.of(text.split("\\s+", -1)).contains(key.base64())) {
                return text.startsWith(line.substring(0, line.indexOf(key.base64())))
                        ? lines
                        : lines.replace(number, line);
            }
        }
        return lines.append(line);
    }

    private List<Step> created(String line) {
        List<Step> steps = new ArrayList<>(directories(path.substring(0, path.lastIndexOf('/'))));
        steps.add(new Step.CreateFile(path, FileText.of(line + "\n"), FILE));
        given(path).ifPresent(steps::add);
        return steps;
    }

    private List<Step> directories(String directory) {
        if (directory.isEmpty() || files.exists(directory)) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>(directories(directory.substring(0, directory.lastIndexOf('/'))));
        boolean isOwn = directory.startsWith(account.home() + "/");
        steps.add(new Step.MakeDirectory(directory, isOwn ? DIRECTORY : SHARED_DIRECTORY));
        if (isOwn) {
            given(directory).ifPresent(steps::add);
        }
        return steps;
    }

    // A file outside the home, such as /etc/ssh/keys/alice, is read by the account too.
    private Optional<Step> given(String made) {
        Owner owner = new Owner(account.uid(), account.gid());
        return owner.equals(Owner.ROOT) ? Optional.empty() : Optional.of(new Step.SetOwner(made, Owner.ROOT, owner));
    }

    private List<Step> trusted(SystemFile file) {
        List<Step> steps = new ArrayList<>();
        if (file.uid() != 0 && file.uid() != account.uid()) {
            steps.add(new Step.SetOwner(
                    file.path(), new Owner(file.uid(), file.gid()), new Owner(account.uid(), account.gid())));
        }
        if (file.mode().grantsAny(WRITE_OF_OTHERS)) {
            steps.add(new Step.SetMode(
                    file.path(), file.mode(), new FileMode(file.mode().bits() & ~WRITE_OF_OTHERS)));
        }
        return steps;
    }
}
