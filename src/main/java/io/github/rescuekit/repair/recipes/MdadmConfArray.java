package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.LayerNameFiles;
import io.github.rescuekit.installed.MdadmConfLines;
import io.github.rescuekit.model.ArrayLine;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.parse.MdadmConf;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.NeededArray;
import io.github.rescuekit.repair.boot.NeededArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A line of mdadm.conf does not fit the array that it means, so that the boot gives the array another name. */
public final class MdadmConfArray implements Recipe {

    private static final Remedy CORRECT = new Remedy(
            "correct",
            "Correct the one line, then have the initramfs made anew, which holds a copy of it.",
            "Making the initramfs takes a minute or two, and room in /boot for the new one beside the old one.");

    /**
     * A line that has something wrong about an array.
     *
     * @param file the mdadm.conf
     * @param device the node that it should have, where it has a wrong one
     */
    private record Wrong(String file, ArrayLine line, NeededArray array, Optional<String> device) {

        boolean hasWrongUuid() {
            return !line.array().isOf(array.uuid());
        }

        // A line without a name fits any.
        boolean hasWrongName() {
            return line.name().isPresent()
                    && array.name().isPresent()
                    && !line.name().equals(array.name());
        }

        boolean isWrong() {
            return device.isPresent() || hasWrongUuid() || hasWrongName();
        }
    }

    @Override
    public String id() {
        return "mdadm-conf-array";
    }

    @Override
    public String cures() {
        return "A line of mdadm.conf has another UUID or name than the array that the system needs.";
    }

    @Override
    public List<String> touches() {
        return List.of("/etc/mdadm*", "/boot/*", "/var/lib/initramfs-tools*");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(CORRECT);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return BootView.of(system).stream()
                .flatMap(view -> wrong(view).stream())
                .map(this::finding)
                .toList();
    }

    private static List<Wrong> wrong(BootView view) {
        Optional<String> file = file(view);
        List<ArrayLine> lines = file.map(it -> lines(view, it)).orElse(List.of());
        NeededArrays arrays = new NeededArrays(view, lines);
        return arrays.all().stream()
                .flatMap(array -> arrays
                        .lineOf(array)
                        .map(line -> new Wrong(file.orElseThrow(), line, array, array.wantedNode(line.array(), lines)))
                        .stream())
                .filter(Wrong::isWrong)
                .toList();
    }

    private static Optional<String> file(BootView view) {
        return LayerNameFiles.MDADM_CONF.stream()
                .filter(it -> view.files().exists(it) && !lines(view, it).isEmpty())
                .findFirst();
    }

    private static List<ArrayLine> lines(BootView view, String file) {
        return view.files().text(file).map(it -> MdadmConf.lines(it.text())).orElse(List.of());
    }

    private Finding finding(Wrong wrong) {
        String line = "line " + wrong.line().first() + " of " + wrong.file();
        List<String> evidence = new ArrayList<>();
        evidence.add(line + ": " + wrong.line().device() + " has UUID="
                + wrong.line().uuid()
                + wrong.line().name().map(it -> " and name=" + it).orElse(""));
        evidence.add("the array " + wrong.array().device().path() + " has UUID="
                + wrong.array().uuid()
                + wrong.array().name().map(it -> " and the name " + it).orElse(""));
        evidence.addAll(wrong.array().uses());
        return new Finding(
                id(),
                wrong.array().uses().isEmpty() ? Severity.WARNING : Severity.CRITICAL,
                wrong.device()
                        .map(it -> "The boot looks for " + it + ", and " + line + " calls that array "
                                + wrong.line().device())
                        .orElse("The boot does not find the array that " + line + " means under "
                                + wrong.line().device()),
                evidence,
                Optional.of(id()));
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return BootView.of(system).stream()
                .flatMap(view -> LayerNameFiles.MDADM_CONF.stream()
                        .flatMap(it -> view.whyHidden(it).map(why -> it + " may not be seen: " + why).stream()))
                .distinct()
                .limit(1)
                .toList();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        return BootView.of(system)
                .filter(view -> !wrong(view).isEmpty())
                .map(view -> plan(view, wrong(view), remedy))
                .orElseGet(() -> new Plan(id(), Optional.of(remedy), List.of(), List.of(), List.of()));
    }

    private Plan plan(BootView view, List<Wrong> wrong, Remedy remedy) {
        String file = wrong.get(0).file();
        FileText before = view.files().text(file).orElseThrow();
        FileText after = before;
        for (Wrong one : wrong) {
            after = corrected(after, one);
        }
        Optional<Step> make = NewInitramfs.step(view);
        return new Plan(
                id(),
                Optional.of(remedy),
                Stream.concat(Stream.of(new Step.ReplaceFile(file, before, after)), make.stream())
                        .toList(),
                List.of(make.isPresent() ? NewInitramfs.WARNING : NewInitramfs.byHand(file)),
                make.isPresent() ? List.of(NewInitramfs.OTHER_KERNELS) : List.of());
    }

    private static FileText corrected(FileText before, Wrong wrong) {
        FileText after = before;
        if (wrong.device().isPresent()) {
            after = new MdadmConfLines(after, wrong.line())
                    .withDevice(wrong.device().get());
        }
        if (wrong.hasWrongUuid()) {
            after = new MdadmConfLines(after, wrong.line())
                    .withUuid(wrong.array().uuid());
        }
        return wrong.hasWrongName()
                ? new MdadmConfLines(after, wrong.line())
                        .withName(wrong.array().name().orElseThrow())
                : after;
    }
}
