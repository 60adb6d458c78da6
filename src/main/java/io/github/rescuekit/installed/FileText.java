package io.github.rescuekit.installed;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The text of a file, with the encoding that gives back exactly its bytes. */
public record FileText(String text, Charset charset) {

    public static FileText of(String text) {
        return new FileText(text, StandardCharsets.UTF_8);
    }

    /** UTF-8 where the bytes are valid, else ISO 8859-1, which maps every byte to itself. */
    public static FileText decode(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new FileText(text, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            return new FileText(new String(bytes, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
        }
    }

    public byte[] bytes() {
        return text.getBytes(charset);
    }

    public FileText withText(String changed) {
        return new FileText(changed, charset);
    }
}
