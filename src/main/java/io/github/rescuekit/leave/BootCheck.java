package io.github.rescuekit.leave;

/** One question about a boot; it only reads. */
interface BootCheck {

    /** Its name in reports, such as {@code fstab}. */
    String id();

    /**
     * The answer.
     *
     * @throws io.github.rescuekit.model.RescueException when something cannot be read
     */
    LeaveVerdict judge(BootView view);
}
