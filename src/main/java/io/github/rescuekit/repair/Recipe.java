package io.github.rescuekit.repair;

import io.github.rescuekit.diagnose.Examination;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.Finding;
import java.util.List;
import java.util.Optional;

/** Knows one fault: how it shows and which steps repair it. It only looks; the engine acts. */
public interface Recipe extends Examination {

    /** A stable word for {@code repair ID}, such as {@code guest-agent-freeze}. */
    @Override
    String id();

    /** What it cures, one sentence for {@code repair --list}. */
    String cures();

    /**
     * What its plans may change: paths of the system in which {@code *} stands for anything, or words for what is no file;
     * never empty.
     */
    List<String> touches();

    /** Ways to repair it, the recommended one first; never empty. */
    List<Remedy> remedies();

    /** What the operator may tell it; none for most. */
    default List<Setting> settings() {
        return List.of();
    }

    /** What its secret is, such as {@code the new password}; without one there is no plan. Empty for most. */
    default Optional<String> secret() {
        return Optional.empty();
    }

    /**
     * True when it does what somebody wants rather than what is wrong, such as a new password: it plans whenever it is
     * asked, and finds something only where it is needed.
     */
    default boolean isWish() {
        return false;
    }

    /** What is wrong for what the operator chose; for most recipes that changes nothing. */
    default List<Finding> diagnose(InstalledSystem system, Choice choice) {
        return diagnose(system);
    }

    /** What it cannot tell for what the operator chose. */
    default List<String> unknowns(InstalledSystem system, Choice choice) {
        return unknowns(system);
    }

    /**
     * The steps that repair it; none when nothing is wrong.
     *
     * @throws io.github.rescuekit.model.RescueException when the chosen remedy does not fit this system
     */
    Plan plan(InstalledSystem system, Choice choice);
}
