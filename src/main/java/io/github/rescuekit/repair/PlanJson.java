package io.github.rescuekit.repair;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.repair.Step.ClearFlags;
import io.github.rescuekit.repair.Step.CopyFile;
import io.github.rescuekit.repair.Step.CreateFile;
import io.github.rescuekit.repair.Step.CreateLink;
import io.github.rescuekit.repair.Step.MakeDirectory;
import io.github.rescuekit.repair.Step.MoveFile;
import io.github.rescuekit.repair.Step.RemoveFile;
import io.github.rescuekit.repair.Step.RenameFile;
import io.github.rescuekit.repair.Step.ReplaceFile;
import io.github.rescuekit.repair.Step.ReplaceSecrets;
import io.github.rescuekit.repair.Step.RunProgram;
import io.github.rescuekit.repair.Step.SetDefaultSubvolume;
import io.github.rescuekit.repair.Step.SetMode;
import io.github.rescuekit.repair.Step.SetOwner;
import io.github.rescuekit.repair.Step.WriteBootArea;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A plan as JSON and back: what an operator approves, a journal keeps and a later rescue boot undoes. */
public final class PlanJson {

    private static final Map<String, Function<JsonObject, Step>> READERS = Map.ofEntries(
            Map.entry(
                    "replace-file",
                    json -> new ReplaceFile(path(json), content(json, "before"), content(json, "after"))),
            Map.entry("create-file", json -> new CreateFile(path(json), content(json, "content"), mode(json, "mode"))),
            Map.entry(
                    "copy-file",
                    json -> new CopyFile(
                            path(json),
                            text(json, "from"),
                            Optional.ofNullable(json.get("before")).map(JsonElement::getAsString),
                            text(json, "after"))),
            Map.entry("create-link", json -> new CreateLink(path(json), text(json, "target"))),
            Map.entry("rename-file", json -> new RenameFile(path(json), text(json, "newPath"))),
            Map.entry("move-file", json -> new MoveFile(path(json), text(json, "newPath"))),
            Map.entry("remove-file", json -> new RemoveFile(path(json))),
            Map.entry("make-directory", json -> new MakeDirectory(path(json), mode(json, "mode"))),
            Map.entry("set-mode", json -> new SetMode(path(json), mode(json, "before"), mode(json, "after"))),
            Map.entry(
                    "run-program",
                    json -> new RunProgram(
                            path(json),
                            list(json, "arguments"),
                            list(json, "changes"),
                            list(json, "disks"),
                            Duration.ofSeconds(json.get("limitSeconds").getAsLong()))),
            Map.entry(
                    "write-boot-area",
                    json -> new WriteBootArea(
                            path(json), json.get("offset").getAsLong(), text(json, "before"), text(json, "after"))),
            Map.entry(
                    "set-default-subvolume",
                    json -> new SetDefaultSubvolume(
                            path(json),
                            json.get("before").getAsLong(),
                            json.get("after").getAsLong(),
                            text(json, "name"))),
            Map.entry(
                    "replace-secrets",
                    json -> new ReplaceSecrets(
                            path(json),
                            HiddenText.known(text(json, "before")),
                            HiddenText.known(text(json, "after")),
                            list(json, "changes"))),
            Map.entry("clear-flags", json -> new ClearFlags(path(json), text(json, "flags"))),
            Map.entry("set-owner", json -> new SetOwner(path(json), owner(json, "before"), owner(json, "after"))));

    private PlanJson() {}

    public static JsonObject write(Plan plan) {
        JsonObject json = new JsonObject();
        json.addProperty("recipe", plan.recipe());
        plan.remedy().ifPresent(it -> json.add("remedy", remedy(it)));
        JsonArray steps = new JsonArray();
        plan.steps().forEach(step -> steps.add(step(step)));
        json.add("steps", steps);
        json.add("warnings", array(plan.warnings()));
        json.add("afterBoot", array(plan.afterBoot()));
        return json;
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws RuntimeException when it is something else
     */
    public static Plan read(JsonObject json) {
        return new Plan(
                text(json, "recipe"),
                Optional.ofNullable(json.getAsJsonObject("remedy"))
                        .map(it -> new Remedy(text(it, "id"), text(it, "does"), text(it, "price"))),
                json.getAsJsonArray("steps").asList().stream()
                        .map(it -> readStep(it.getAsJsonObject()))
                        .toList(),
                list(json, "warnings"),
                list(json, "afterBoot"));
    }

    private static JsonObject step(Step step) {
        JsonObject json = new JsonObject();
        if (step instanceof ReplaceFile it) {
            kind(json, "replace-file", step);
            json.add("before", content(it.before()));
            json.add("after", content(it.after()));
        } else if (step instanceof CreateFile it) {
            kind(json, "create-file", step);
            json.add("content", content(it.content()));
            json.addProperty("mode", it.mode().toString());
        } else if (step instanceof CopyFile it) {
            kind(json, "copy-file", step);
            json.addProperty("from", it.from());
            it.before().ifPresent(hash -> json.addProperty("before", hash));
            json.addProperty("after", it.after());
        } else if (step instanceof CreateLink it) {
            kind(json, "create-link", step);
            json.addProperty("target", it.target());
        } else if (step instanceof RenameFile it) {
            kind(json, "rename-file", step);
            json.addProperty("newPath", it.newPath());
        } else if (step instanceof MoveFile it) {
            kind(json, "move-file", step);
            json.addProperty("newPath", it.newPath());
        } else if (step instanceof RemoveFile) {
            kind(json, "remove-file", step);
        } else if (step instanceof MakeDirectory it) {
            kind(json, "make-directory", step);
            json.addProperty("mode", it.mode().toString());
        } else if (step instanceof SetMode it) {
            kind(json, "set-mode", step);
            json.addProperty("before", it.before().toString());
            json.addProperty("after", it.after().toString());
        } else if (step instanceof RunProgram it) {
            kind(json, "run-program", step);
            json.add("arguments", array(it.arguments()));
            json.add("changes", array(it.changes()));
            json.add("disks", array(it.disks()));
            json.addProperty("limitSeconds", it.limit().toSeconds());
        } else if (step instanceof WriteBootArea it) {
            kind(json, "write-boot-area", step);
            json.addProperty("offset", it.offset());
            json.addProperty("before", it.before());
            json.addProperty("after", it.after());
        } else if (step instanceof SetDefaultSubvolume it) {
            kind(json, "set-default-subvolume", step);
            json.addProperty("before", it.before());
            json.addProperty("after", it.after());
            json.addProperty("name", it.name());
        } else if (step instanceof ReplaceSecrets it) {
            kind(json, "replace-secrets", step);
            json.addProperty("before", it.before().sha256());
            json.addProperty("after", it.after().sha256());
            json.add("changes", array(it.changes()));
        } else if (step instanceof ClearFlags it) {
            kind(json, "clear-flags", step);
            json.addProperty("flags", it.flags());
        } else if (step instanceof SetOwner it) {
            kind(json, "set-owner", step);
            json.add("before", owner(it.before()));
            json.add("after", owner(it.after()));
        }
        return json;
    }

    private static JsonObject owner(Owner owner) {
        JsonObject json = new JsonObject();
        json.addProperty("uid", owner.uid());
        json.addProperty("gid", owner.gid());
        return json;
    }

    private static Owner owner(JsonObject json, String name) {
        JsonObject owner = json.getAsJsonObject(name);
        return new Owner(owner.get("uid").getAsInt(), owner.get("gid").getAsInt());
    }

    private static void kind(JsonObject json, String kind, Step step) {
        json.addProperty("kind", kind);
        json.addProperty("path", step.path());
    }

    private static Step readStep(JsonObject json) {
        Function<JsonObject, Step> reader = READERS.get(text(json, "kind"));
        if (reader == null) {
            throw new IllegalArgumentException("an unknown kind of step: " + text(json, "kind"));
        }
        return reader.apply(json);
    }

    private static JsonObject remedy(Remedy remedy) {
        JsonObject json = new JsonObject();
        json.addProperty("id", remedy.id());
        json.addProperty("does", remedy.does());
        json.addProperty("price", remedy.price());
        return json;
    }

    private static JsonObject content(FileText content) {
        JsonObject json = new JsonObject();
        json.addProperty("charset", content.charset().name());
        json.addProperty("text", content.text());
        return json;
    }

    private static FileText content(JsonObject json, String name) {
        JsonObject content = json.getAsJsonObject(name);
        return new FileText(text(content, "text"), Charset.forName(text(content, "charset")));
    }

    private static FileMode mode(JsonObject json, String name) {
        return new FileMode(Integer.parseInt(text(json, name), 8));
    }

    private static String path(JsonObject json) {
        return text(json, "path");
    }

    private static String text(JsonObject json, String name) {
        return json.get(name).getAsString();
    }

    private static List<String> list(JsonObject json, String name) {
        return json.getAsJsonArray(name).asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    private static JsonArray array(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
