package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.model.ExitCode;

/**
 * What a verb answers: the same content for a person and for a program.
 *
 * @param text ends with a newline, or is empty
 * @param json the {@code result} of the JSON document
 */
public record Answer(ExitCode exitCode, String text, JsonObject json) {}
