package io.github.rescuekit.parse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Undoes the two ways in which the kernel and util-linux write bytes that would end a field. */
final class Escapes {

    private static final Pattern OCTAL = Pattern.compile("\\\\([0-3][0-7]{2})");
    private static final int OCTAL_DIGITS = 8;
    private static final int HEX_DIGITS = 16;
    private static final int ESCAPE_LENGTH = "\\x20".length();
    private static final int NOT_A_BYTE = -1;

    private Escapes() {}

    /** {@code \040} is a space: proc(5), fstab(5). Other bytes, and so umlauts, are written as they are. */
    static String octal(String field) {
        return field.indexOf('\\') < 0
                ? field
                : OCTAL.matcher(field)
                        .replaceAll(match -> Matcher.quoteReplacement(
                                Character.toString(Integer.parseInt(match.group(1), OCTAL_DIGITS))));
    }

    /** {@code \x20} is a space and {@code \xc3\xa4} is ä: lsblk -P, udev. */
    static String hex(String field) {
        if (!field.contains("\\x")) {
            return field;
        }
        StringBuilder plain = new StringBuilder();
        int i = 0;
        while (i < field.length()) {
            int lead = byteAt(field, i);
            int length = lead == NOT_A_BYTE ? 0 : sequenceLength(lead);
            int character = length == 0 ? NOT_A_BYTE : character(field, i, lead, length);
            if (character == NOT_A_BYTE) {
                plain.append(field.charAt(i));
                i++;
            } else {
                plain.appendCodePoint(character);
                i += length * ESCAPE_LENGTH;
            }
        }
        return plain.toString();
    }

    // How many bytes UTF-8 uses for a character that begins with this one; 0 for a byte that begins none.
    private static int sequenceLength(int lead) {
        if (lead < 0x80) {
            return 1;
        }
        if (lead >= 0xc2 && lead < 0xe0) {
            return 2;
        }
        if (lead >= 0xe0 && lead < 0xf0) {
            return 3;
        }
        return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    }

    private static int character(String field, int begin, int lead, int length) {
        int character = length == 1 ? lead : lead & (0x7f >> length);
        for (int n = 1; n < length; n++) {
            int next = byteAt(field, begin + n * ESCAPE_LENGTH);
            if (next == NOT_A_BYTE || (next & 0xc0) != 0x80) {
                return NOT_A_BYTE;
            }
            character = (character << 6) | (next & 0x3f);
        }
        return Character.isValidCodePoint(character) ? character : NOT_A_BYTE;
    }

    private static int byteAt(String field, int i) {
        if (!field.startsWith("\\x", i) || i + ESCAPE_LENGTH > field.length()) {
            return NOT_A_BYTE;
        }
        int high = Character.digit(field.charAt(i + 2), HEX_DIGITS);
        int low = Character.digit(field.charAt(i + 3), HEX_DIGITS);
        return high < 0 || low < 0 ? NOT_A_BYTE : high * HEX_DIGITS + low;
    }
}
