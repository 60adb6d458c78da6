package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.diagnose.Examination;
import io.github.rescuekit.diagnose.panic.LastCrash;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.BlockReader;
import io.github.rescuekit.mount.ExtCounts;
import io.github.rescuekit.mount.LastMounted;
import io.github.rescuekit.mount.RescueFirmware;
import io.github.rescuekit.repair.OwnRecipeTexts;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.access.RandomSeed;
import io.github.rescuekit.repair.access.Today;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** The list of recipes; findings of equal weight are told in its order. */
public final class Recipes {

    private final List<Recipe> recipes;

    public Recipes(List<Recipe> recipes) {
        this.recipes = List.copyOf(recipes);
    }

    /**
     * Every recipe of this version, and behind them those of this site.
     *
     * @param rescue what they ask of the rescue system
     * @param own the files of the site's own
     */
    public static Recipes every(Surroundings rescue, List<OwnRecipeTexts.Own> own) {
        List<Recipe> ours = every(rescue);
        return new Recipes(
                Stream.concat(ours.stream(), OwnRecipes.of(own, ours).stream()).toList());
    }

    private static List<Recipe> every(Surroundings rescue) {
        return List.of(
                new BootLoader(BlockReader::read, RescueFirmware::isUefi),
                // Once a name means its device again, menu and fstab that use it are right.
                new CrypttabName(),
                new CrypttabMissingDevice(LastMounted.remembered()),
                new MdadmConfArray(),
                new BootRootArgument(),
                new BtrfsDefaultSubvolume(rescue.subvolumes()),
                new InitramfsRecipe(rescue.initramfs()),
                new BootPreviousKernel(rescue.initramfs()),
                new SerialConsoleArgument(rescue.serial()),
                new FstabMissingDevice(LastMounted.remembered()),
                new FstabSubvolume(rescue.subvolumes()),
                new MissingDirectory(),
                new DirectoryModes(),
                new BootTarget(),
                new MaskedUnit(),
                new PreloadedLibrary(),
                new DiskSpace(ExtCounts::of),
                new BootSpace(),
                new InterruptedPackages(rescue.databases()),
                new NetworkConfig(rescue.network()),
                new FirewallLockout(rescue.login(), rescue.complaint(), rescue.today(), rescue.databases()),
                new GuestAgentFreeze(rescue.memory()),
                new CpanelSecureTmp(rescue.memory()),
                new CpanelJailshell(),
                new SelinuxRelabel(),
                new RootPassword(RandomSeed.fresh(), new Today(Clock.systemUTC())),
                new SshKey(),
                new SshdConfiguration(rescue.network()),
                new SshHostKeys(),
                new RootShell(),
                new PamLockout(),
                new StaleNologin(),
                new CloudInitRoot(),
                new SudoersRules(),
                new ImmutableFiles(rescue.flags()));
    }

    public List<Recipe> all() {
        return recipes;
    }

    /** What 'diagnose' asks: the recipes, and what only tells. */
    public List<Examination> examinations() {
        return Stream.concat(recipes.stream(), Stream.of(new LastCrash())).toList();
    }

    /**
     * The recipe or other examination of that id.
     *
     * @throws RescueException that lists the recipes when there is none
     */
    public Examination requireExamination(String id) {
        return examinations().stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseGet(() -> require(id));
    }

    public List<String> ids() {
        return recipes.stream().map(Recipe::id).toList();
    }

    /**
     * The recipe of that id.
     *
     * @throws RescueException that lists the ids when there is none
     */
    public Recipe require(String id) {
        return recipes.stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow(() -> RescueException.usage(
                        "there is no recipe '" + id + "'", "take one of: " + String.join(", ", ids())));
    }
}
