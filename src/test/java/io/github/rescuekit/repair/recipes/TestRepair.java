package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.InstalledSystems;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFile.Kind;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.installed.TestTree.Node;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Hashes;
import io.github.rescuekit.repair.HiddenText;
import io.github.rescuekit.repair.HiddenTexts;
import io.github.rescuekit.repair.Owner;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Applies plans to trees in memory, and takes them back. */
final class TestRepair {

    private static final Machine MACHINE = new Machine(List.of(), List.of(), List.of(), List.of(), List.of());

    private TestRepair() {}

    static InstalledSystem system(TestTree tree) {
        return InstalledSystems.at(tree, MACHINE, Optional.empty(), List.of()).orElseThrow();
    }

    static Choice remedy(String id, String... accounts) {
        return new Choice(Optional.of(id), List.of(accounts));
    }

    /** The tree after the plan; checks that the recipe finds nothing there, and that there is nothing left to do. */
    static TestTree repair(Recipe recipe, TestTree tree, Choice choice) {
        return repair(recipe, tree, choice, TestRepair::system);
    }

    /** The same for files that are looked at on a machine. */
    static TestTree repair(Recipe recipe, TestTree tree, Choice choice, Function<TestTree, InstalledSystem> look) {
        Plan plan = recipe.plan(look.apply(tree), choice);
        Touched.requireOnlyWhatIsTold(recipe, plan);
        TestTree repaired = new TestTree(tree);
        plan.steps().forEach(step -> apply(step, repaired));
        assertThat(recipe.diagnose(look.apply(repaired))).isEmpty();
        assertThat(recipe.plan(look.apply(repaired), choice).steps()).isEmpty();
        return repaired;
    }

    private static void apply(Step step, TestTree tree) {
        if (step instanceof Step.ReplaceFile replace) {
            Node node = tree.node(tree.find(replace.path()).orElseThrow().path());
            assertThat(tree.text(replace.path())).contains(replace.before());
            tree.put(
                    tree.find(replace.path()).orElseThrow().path(),
                    new Node(node.kind(), node.mode(), content(replace.after().bytes())));
        } else if (step instanceof Step.CreateFile create) {
            fresh(
                    create.path(),
                    tree,
                    new Node(
                            Kind.REGULAR,
                            create.mode(),
                            content(create.content().bytes())));
        } else if (step instanceof Step.CopyFile copy) {
            Node node = tree.node(copy.from());
            assertThat(Hashes.sha256(node.content().getBytes(StandardCharsets.ISO_8859_1)))
                    .isEqualTo(copy.after());
            assertThat(tree.nodes().containsKey(copy.path()))
                    .isEqualTo(copy.before().isPresent());
            tree.put(copy.path(), node);
        } else if (step instanceof Step.CreateLink link) {
            fresh(link.path(), tree, new Node(Kind.LINK, new FileMode(0777), link.target()));
        } else if (step instanceof Step.MakeDirectory directory) {
            fresh(directory.path(), tree, new Node(Kind.DIRECTORY, directory.mode(), ""));
        } else if (step instanceof Step.RenameFile rename) {
            Node node = tree.node(rename.path());
            tree.remove(rename.path());
            fresh(rename.newPath(), tree, node);
        } else if (step instanceof Step.MoveFile move) {
            Node node = tree.node(move.path());
            tree.remove(move.path());
            fresh(move.newPath(), tree, node);
        } else if (step instanceof Step.RemoveFile remove) {
            assertThat(tree.nodes()).containsKey(remove.path());
            tree.remove(remove.path());
        } else if (step instanceof Step.ReplaceSecrets replace) {
            Node node = tree.node(replace.path());
            assertThat(HiddenText.of(tree.text(replace.path()).orElseThrow())).isEqualTo(replace.before());
            tree.put(replace.path(), new Node(node.kind(), node.mode(), content(HiddenTexts.bytes(replace.after()))));
        } else if (step instanceof Step.SetOwner owner) {
            SystemFile file = tree.find(owner.path()).orElseThrow();
            assertThat(new Owner(file.uid(), file.gid())).isEqualTo(owner.before());
            tree.owner(owner.path(), owner.after().uid(), owner.after().gid());
        } else if (step instanceof Step.SetMode mode) {
            assertThat(tree.find(mode.path()).orElseThrow().mode()).isEqualTo(mode.before());
            tree.mode(mode.path(), mode.after().bits());
        }
    }

    private static void fresh(String path, TestTree tree, Node node) {
        assertThat(tree.nodes()).doesNotContainKey(path);
        assertThat(tree.nodes()).containsKey(path.substring(0, Math.max(1, path.lastIndexOf('/'))));
        tree.put(path, node);
    }

    private static String content(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
