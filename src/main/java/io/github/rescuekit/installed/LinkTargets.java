package io.github.rescuekit.installed;

import java.util.ArrayDeque;
import java.util.Deque;

/** Where the text of a link points, without asking the disk. */
final class LinkTargets {

    private LinkTargets() {}

    /** The target as an absolute path: {@code ../../../dev/null} in {@code /etc/systemd/system} is {@code /dev/null}. */
    static String absolute(String link, String target) {
        String whole = target.startsWith("/") ? target : link.substring(0, link.lastIndexOf('/')) + "/" + target;
        Deque<String> names = new ArrayDeque<>();
        for (String name : whole.split("/", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return "/" + String.join("/", names);
    }

    /** The part after the last slash. */
    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
