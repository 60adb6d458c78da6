package io.github.rescuekit.mount;

import java.util.List;

/**
 * How a command in a chroot ended.
 *
 * @param exitCode the command's own; of a shell that of its last command
 * @param out its standard output when it was captured
 * @param err its standard error when it was captured
 * @param ended processes that it left behind and that were ended
 * @param remarks what was not as it is on the running system
 */
public record ChrootEnd(int exitCode, String out, String err, List<Holder> ended, List<String> remarks) {

    public ChrootEnd {
        ended = List.copyOf(ended);
        remarks = List.copyOf(remarks);
    }
}
