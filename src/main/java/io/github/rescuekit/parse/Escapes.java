package io.github.rescuekit.parse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Undoes the two ways in which the kernel and util-linux write bytes that would end a field. */
final class Escapes {

    private static final Pattern OCTAL = Pattern.compile("\\\\([0-3][0-7]{2})");
    private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-fA-F]{2})");
    private static final int OCTAL_DIGITS = 8;
    private static final int HEX_DIGITS = 16;

    private Escapes() {}

    /** {@code \040} is a space: proc(5), fstab(5). */
    static String octal(String field) {
        return field.indexOf('\\') < 0 ? field : replace(OCTAL, OCTAL_DIGITS, field);
    }

    /** {@code \x20} is a space: lsblk -P, udev. */
    static String hex(String field) {
        return field.indexOf('\\') < 0 ? field : replace(HEX, HEX_DIGITS, field);
    }

    private static String replace(Pattern escape, int radix, String field) {
        return escape.matcher(field)
                .replaceAll(
                        match -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), radix))));
    }
}
