package io.github.rescuekit.model;

import java.util.Optional;

/**
 * When a member of an array was last written, and as what.
 *
 * @param role such as {@code Active device 0} or {@code spare}; metadata 0.90 tells it in another way
 * @param updated as mdadm writes it
 * @param state {@code clean} when nothing was under way
 */
public record MdTrace(MdMember member, Optional<String> role, Optional<String> updated, Optional<String> state) {

    public boolean isSpare() {
        return role.filter(it -> it.startsWith("spare")).isPresent();
    }

    public boolean isClean() {
        return state.filter("clean"::equals).isPresent();
    }
}
