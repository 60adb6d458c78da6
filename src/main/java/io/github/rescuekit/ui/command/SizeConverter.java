package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.Bytes;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A size as people type it, such as {@code 512M}: always with its unit, which nobody then has to guess. */
final class SizeConverter implements ITypeConverter<Bytes> {

    private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,8})([MGT])(?:I?B)?");

    @Override
    public Bytes convert(String value) {
        Matcher size = SIZE.matcher(value.toUpperCase(Locale.ROOT));
        if (!size.matches()) {
            throw new TypeConversionException("'" + value + "' is no size such as 512M or 20G");
        }
        long count = Long.parseLong(size.group(1));
        return switch (size.group(2)) {
            case "T" -> Bytes.gib(count * 1024);
            case "G" -> Bytes.gib(count);
            default -> Bytes.mib(count);
        };
    }
}
