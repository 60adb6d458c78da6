package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.InstalledSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The three links that make a backup hang the server: an agent that freezes every mounted filesystem, a loop mount, and a
 * later bind of the filesystem that holds the loop's file.
 *
 * <p>The agent freezes in the reverse order of mounting. The bind comes first and freezes the filesystem below the loop;
 * then freezing the loop has to write into its file, and waits for ever. No thaw can come: the agent itself is stuck.
 *
 * @param agent will start, and nothing keeps it from freezing
 * @param loops what it would hang on
 * @param evidence the files and lines that show the mounts
 */
record FreezeChain(GuestAgent agent, List<PlannedMount> loops, List<String> evidence) {

    FreezeChain {
        loops = List.copyOf(loops);
        evidence = List.copyOf(evidence);
    }

    /** The chain when all its links are there. */
    static Optional<FreezeChain> of(InstalledSystem system) {
        return GuestAgent.starting(system)
                .filter(agent -> !agent.openFreezes().isEmpty())
                .filter(agent -> !agent.version()
                        .filter(it -> it.skipsBinds(system.distribution()))
                        .isPresent())
                .map(agent -> new Search(system, agent).chain())
                .filter(chain -> !chain.loops().isEmpty());
    }

    /** A loop mount that the agent would hang on, and why. */
    private record Danger(PlannedMount loop, List<String> evidence) {}

    /** Looks for loops, and for what binds the filesystem below each. */
    private static final class Search {

        private final InstalledSystem system;
        private final GuestAgent agent;
        private final PlannedMounts mounts;
        private final List<LateBinds> lateBinds;

        Search(InstalledSystem system, GuestAgent agent) {
            this.system = system;
            this.agent = agent;
            this.mounts = PlannedMounts.of(system);
            this.lateBinds = LateBinds.of(system);
        }

        FreezeChain chain() {
            List<Danger> dangers = Stream.concat(secureTmp(), plannedLoops()).toList();
            return new FreezeChain(
                    agent,
                    dangers.stream().map(Danger::loop).toList(),
                    dangers.stream()
                            .flatMap(it -> it.evidence().stream())
                            .distinct()
                            .toList());
        }

        private Stream<Danger> plannedLoops() {
            return mounts.mounts().stream()
                    .filter(it -> it.isWritableLoop(system.files()))
                    .flatMap(loop -> danger(loop, List.of()).stream());
        }

        private Stream<Danger> secureTmp() {
            SecureTmp tmp = new SecureTmp(system);
            return tmp.willMountLoop() ? danger(tmp.loop(), tmp.evidence()).stream() : Stream.empty();
        }

        private Optional<Danger> danger(PlannedMount loop, List<String> reasons) {
            List<String> later = laterBinds(loop);
            boolean inMountOrder =
                    agent.version().filter(AgentVersion::freezesInMountOrder).isPresent();
            if (later.isEmpty() && !inMountOrder) {
                return Optional.empty();
            }
            List<String> evidence = new ArrayList<>();
            evidence.add(loop + " is a loop mount; its file lies on the filesystem of " + below(loop));
            evidence.addAll(reasons);
            evidence.addAll(inMountOrder ? List.of(orderEvidence(loop)) : later);
            return Optional.of(new Danger(loop, evidence));
        }

        private String orderEvidence(PlannedMount loop) {
            return "this agent freezes " + below(loop) + " before " + loop.mountPoint()
                    + ": the loop mount alone is enough";
        }

        private String below(PlannedMount loop) {
            return mounts.filesystemOf(loop.source());
        }

        private List<String> laterBinds(PlannedMount loop) {
            Stream<String> planned = mounts.mounts().stream()
                    .filter(PlannedMount::isBind)
                    .filter(bind -> isOfTheSameFilesystem(bind.source(), loop))
                    .filter(bind -> !mounts.isBefore(bind, loop))
                    .map(bind -> bind + " is a bind mount of the same filesystem, and may come later");
            Stream<String> late = lateBinds.stream()
                    .filter(binds -> binds.sources().stream().anyMatch(it -> isOfTheSameFilesystem(it, loop)))
                    .map(LateBinds::evidence);
            return Stream.concat(planned, late).toList();
        }

        // What lies below the loop's own mount point is of the loop's filesystem, which is frozen without harm.
        private boolean isOfTheSameFilesystem(String source, PlannedMount loop) {
            return !loop.covers(source) && mounts.filesystemOf(source).equals(below(loop));
        }
    }
}
