package io.salus.records.transaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.patch.ResourcePatch;
import io.salus.records.store.TenantHash;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.Unsupported;
import io.salus.service.security.Caller;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Understands one entry of a batch or transaction. */
record EntryParser(Caller caller, TenantHash hash, String baseUrl) {
  private static final Pattern ETAG = Pattern.compile("(?:W/)?\"(\\d{1,9})\"");

  /** Never throws for what is wrong with the entry. */
  Item parse(JsonNode entry, int index) {
    String place = "Bundle.entry[" + index + "]";
    try {
      return parse(entry, place);
    } catch (AppException e) {
      return new Item.Bad(placed(e, place));
    }
  }

  private Item parse(JsonNode entry, String place) {
    JsonNode request = entry.path("request");
    String method = request.path("method").asText();
    String url = request.path("url").asText();
    if (method.isEmpty() || url.isEmpty()) {
      throw new InvalidInput("The entry needs request.method and request.url.", place + ".request");
    }
    if (!baseUrl.isEmpty() && url.startsWith(baseUrl + "/")) {
      url = url.substring(baseUrl.length() + 1);
    }
    url = url.startsWith("/") ? url.substring(1) : url;
    int question = url.indexOf('?');
    String path = question < 0 ? url : url.substring(0, question);
    String query = question < 0 ? "" : url.substring(question + 1);
    String[] parts = path.split("/", -1);
    Drafting drafting =
        new Drafting(caller, hash, baseUrl, entry.path("fullUrl").asText(), place + ".resource");
    int ifMatch = ifMatch(request, place);
    boolean instance = parts.length == 2 && query.isEmpty();
    boolean where = parts.length == 1 && !query.isEmpty();
    return switch (method) {
      case "GET" ->
          new Item.Read(
              path, query, request.path("ifNoneMatch").asText(), ifModifiedSince(request, place));
      case "POST" -> {
        expect(parts.length == 1 && query.isEmpty(), place);
        yield new Item.Write(
            drafting.create(
                parts[0], resource(entry, place), request.path("ifNoneExist").asText()));
      }
      case "PUT" -> {
        expect(instance || where, place);
        Draft draft =
            instance
                ? drafting.update(parts[0], parts[1], resource(entry, place), ifMatch)
                : drafting.updateWhere(parts[0], query, resource(entry, place), ifMatch);
        boolean onlyNew = request.path("ifNoneMatch").asText().equals("*");
        yield new Item.Write(onlyNew ? draft.onlyNew() : draft);
      }
      case "PATCH" -> {
        expect(instance || where, place);
        ResourcePatch patch = patch(entry, place);
        yield new Item.Write(
            instance
                ? drafting.patch(parts[0], parts[1], patch, ifMatch)
                : drafting.patchWhere(parts[0], query, patch, ifMatch));
      }
      case "DELETE" -> {
        expect(instance || where, place);
        yield new Item.Write(
            instance
                ? drafting.delete(parts[0], parts[1], ifMatch)
                : drafting.deleteWhere(parts[0], query, ifMatch));
      }
      default -> throw new Unsupported("Entries can be GET, POST, PUT, PATCH and DELETE.");
    };
  }

  /** Parameters, or a Binary whose data are a JSON Patch. */
  private static ResourcePatch patch(JsonNode entry, String place) {
    ObjectNode resource = resource(entry, place);
    if (!resource.path("resourceType").asText().equals("Binary")) {
      return ResourcePatch.of(resource, place + ".resource");
    }
    String contentType = resource.path("contentType").asText();
    if (!contentType.split(";", 2)[0].trim().equals(ResourcePatch.JSON_PATCH)) {
      throw new InvalidInput(
          "A Binary with a patch is " + ResourcePatch.JSON_PATCH + ".",
          place + ".resource.contentType");
    }
    try {
      byte[] data = Base64.getMimeDecoder().decode(resource.path("data").asText());
      return ResourcePatch.parse(data, place + ".resource.data");
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("The data are not in base64.", place + ".resource.data");
    }
  }

  private static void expect(boolean condition, String place) {
    if (!condition) {
      throw new InvalidInput(
          "The url does not fit the method: POST Type; PUT, PATCH, DELETE Type/id or Type?search.",
          place + ".request.url");
    }
  }

  private static ObjectNode resource(JsonNode entry, String place) {
    if (entry.path("resource") instanceof ObjectNode resource) {
      return resource;
    }
    throw new InvalidInput("The entry needs a resource.", place + ".resource");
  }

  private static int ifMatch(JsonNode request, String place) {
    if (!request.has("ifMatch")) {
      return 0;
    }
    Matcher tag = ETAG.matcher(request.path("ifMatch").asText());
    if (!tag.matches()) {
      throw new InvalidInput("ifMatch is an ETag such as W/\"2\".", place + ".request.ifMatch");
    }
    return Integer.parseInt(tag.group(1));
  }

  private static @Nullable OffsetDateTime ifModifiedSince(JsonNode request, String place) {
    if (!request.has("ifModifiedSince")) {
      return null;
    }
    try {
      return OffsetDateTime.parse(request.path("ifModifiedSince").asText());
    } catch (DateTimeParseException e) {
      throw new InvalidInput(
          "ifModifiedSince is an instant such as 2026-05-28T20:26:40Z.",
          place + ".request.ifModifiedSince");
    }
  }

  /** Errors that know no place get the entry's. */
  static AppException placed(AppException e, String place) {
    if (e.place() != null) {
      return e;
    }
    return e.category().exception(place + ": " + e.publicDetail(), place);
  }
}
