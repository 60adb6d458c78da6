package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.raid.DiskReplacement;
import io.github.rescuekit.repair.raid.ReplaceOrder;
import io.github.rescuekit.repair.raid.ReplacePlan;
import io.github.rescuekit.repair.raid.ReplaceResult;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.RaidReport;
import io.github.rescuekit.report.ReplaceReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code raid}: the arrays of this machine, which of their members are old, and a new disk for one that is gone. */
@Command(
        name = "raid",
        description = "Arrays, their members, and which of those are old; a new disk for a lost one.",
        footer = {
            "",
            "status   asks every member what it knows of its array, running or not: how",
            "         often the array was changed (events), and when. A member with fewer",
            "         events was left behind by the others and holds old data. Reads only,",
            "         and assembles nothing.",
            "replace  puts an empty disk in the place of a lost one: the partition table of",
            "         the healthy disk with new identifiers, swap, an EFI system partition;",
            "         then each array gets its member, and the kernel is watched until all",
            "         are whole. A disk that comes back with an old half is given what it",
            "         missed, where the array noted that. At the end the systems on it get",
            "         their boot loader there, as 'repair boot-loader' plans it: what it",
            "         would do is shown and asked for then, --yes says yes to it as well.",
            "",
            "replace refuses: not-empty, too-small, sector-size, in-use, failing-disk,",
            "rescue-disk, read-only-device, hibernated, not-open, old-half, newer-half,",
            "thrown-out, unreadable-member, being-rebuilt, nothing-missing.",
            "",
            "Examples:",
            "  rescuekit raid status",
            "  rescuekit raid status --json",
            "  rescuekit raid replace --disk /dev/sdb --plan",
            "  rescuekit raid replace --disk /dev/sdb          show the plan, ask, apply",
            "  rescuekit raid replace --disk /dev/sdc --from /dev/sda --yes",
            "",
            "Exit code 0: every array is healthy, or there is none. 3: one needs",
            "attention, or cannot be judged; or a plan was printed."
        })
public final class RaidCommand extends Verb {

    private static final String STATUS = "status";
    private static final String REPLACE = "replace";
    private static final String DISK = "--disk";

    @Parameters(arity = "0..1", paramLabel = "status|replace", defaultValue = STATUS, description = "Default: status.")
    private String what = STATUS;

    @Option(names = DISK, paramLabel = "DISK", description = "With replace: the new, empty disk.")
    private @Nullable String disk;

    @Option(
            names = "--from",
            paramLabel = "DISK",
            description = "With replace: the healthy disk that it becomes like. Default: the only one there is.")
    private @Nullable String from;

    @Option(
            names = "--accept-old-half",
            description = "With replace: overwrite the old half that the disk holds. What only it has is lost.")
    private boolean acceptOldHalf;

    @Option(names = "--plan", description = "With replace: only show what would be done.")
    private boolean planOnly;

    @Option(names = "--yes", description = "With replace: apply the plan without asking.")
    private boolean yes;

    RaidCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return isReplacement() ? Level.REPAIR : Level.LOOK;
    }

    @Override
    public Map<String, Level> levelsByOption() {
        return Map.of(DISK, Level.REPAIR);
    }

    @Override
    public boolean isLong() {
        return isReplacement();
    }

    private boolean isReplacement() {
        return what.equals(REPLACE);
    }

    @Override
    public Answer run() {
        if (isReplacement()) {
            return replace();
        }
        if (!what.equals(STATUS)) {
            throw RescueException.usage("there is no 'raid " + what + "'", "see 'rescuekit raid --help'");
        }
        if (disk != null || from != null || acceptOldHalf || planOnly || yes) {
            throw RescueException.usage(
                    "'raid status' changes nothing, and takes no such option", "see 'rescuekit raid --help'");
        }
        return new RaidReport(toolkit().health().arrays(toolkit().machine().get())).answer(style());
    }

    private Answer replace() {
        if (disk == null) {
            throw RescueException.usage(
                    "it is not said which disk is the new one",
                    "name it: rescuekit raid replace --disk DISK; 'rescuekit disks' shows which are here");
        }
        Progress progress = DeviceProgress.to(operator());
        ReplaceReport report = new ReplaceReport(style());
        DiskReplacement replacement = toolkit().health().replacement();
        ReplacePlan plan = replacement.plan(new ReplaceOrder(disk, Optional.ofNullable(from), acceptOldHalf), progress);
        if (planOnly || (!yes && !operator().isPresent())) {
            return report.waiting(plan, command());
        }
        tell(report.text(plan));
        if (!yes && !operator().confirm("Write this to " + disk + "?", "--yes")) {
            return ReplaceReport.declined(plan);
        }
        ReplaceResult result = replacement.apply(plan, progress);
        Answer answer = report.result(result);
        return result.isVerified() ? withBootLoader(plan.disk(), answer) : answer;
    }

    private Answer withBootLoader(BlockDevice replaced, Answer whole) {
        tell(whole.text());
        RepairDialogue dialogue = new RepairDialogue(toolkit(), operator(), style(), this::tell, yes);
        return new BootOfNewDisk(toolkit(), toolkit().recipes().require("boot-loader"), dialogue, style())
                .prepare(replaced, whole);
    }

    private String command() {
        return "rescuekit raid replace --disk " + disk + (from == null ? "" : " --from " + from)
                + (acceptOldHalf ? " --accept-old-half" : "");
    }
}
