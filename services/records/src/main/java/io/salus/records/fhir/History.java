package io.salus.records.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Body;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The history of one resource, newest first. Pages go on below a version number: versions never
 * change, so the number is all that a link needs.
 */
@ApplicationScoped
class History {
  private static final int DEFAULT_COUNT = 100;
  private static final int MOST = 1000;
  private static final Pattern COUNT = Pattern.compile("(?:^|&)_count=([^&]*)");
  private static final Pattern BELOW = Pattern.compile("(?:^|&)_below=([^&]*)");

  private final ResourceStore store;

  History(ResourceStore store) {
    this.store = store;
  }

  Uni<byte[]> of(Caller caller, String type, String id, String query, String baseUrl) {
    Reads.requireType(type);
    caller.requireFhir(type, 'r');
    int count = Math.clamp(number(COUNT, query, DEFAULT_COUNT), 1, MOST);
    int below = number(BELOW, query, Integer.MAX_VALUE);
    return store
        .versions(caller, type, id, 1, Math.max(1, below) - 1, count + 1)
        .map(
            versions -> {
              if (versions.isEmpty() && below == Integer.MAX_VALUE) {
                throw new NotFound("There is no such resource.");
              }
              boolean more = versions.size() > count;
              return print(
                  baseUrl + "/" + type + "/" + id,
                  more ? versions.subList(0, count) : versions,
                  more,
                  count);
            });
  }

  private static int number(Pattern pattern, String query, int otherwise) {
    Matcher match = pattern.matcher(query);
    if (!match.find()) {
      return otherwise;
    }
    if (!match.group(1).matches("\\d{1,9}")) {
      throw new InvalidInput(
          "The parameter is a number from 0.", pattern == COUNT ? "_count" : "_below");
    }
    return Integer.parseInt(match.group(1));
  }

  private static byte[] print(String url, List<StoredVersion> versions, boolean more, int count) {
    ObjectNode head = Json.object().put("resourceType", "Bundle").put("type", "history");
    ArrayNode links = head.putArray("link");
    links.addObject().put("relation", "self").put("url", url + "/_history?_count=" + count);
    if (more) {
      links
          .addObject()
          .put("relation", "next")
          .put(
              "url", url + "/_history?_count=" + count + "&_below=" + versions.getLast().version());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
    byte[] json = Json.print(head);
    out.write(json, 0, json.length - 1);
    String before = ",\"entry\":[";
    for (StoredVersion version : versions) {
      text(out, before + "{\"fullUrl\":" + Json.quote(url));
      if (!version.deleted()) {
        text(out, ",\"resource\":");
        out.writeBytes(version.json());
      }
      ObjectNode end = Json.object();
      end.putObject("request")
          .put("method", version.method())
          .put(
              "url",
              version.method().equals("POST")
                  ? version.type()
                  : version.type() + "/" + version.id());
      end.putObject("response")
          .put("status", version.deleted() ? "204" : version.version() == 1 ? "201" : "200")
          .put("etag", "W/\"" + version.version() + "\"")
          .put("lastModified", Body.print(version.lastUpdated()));
      text(out, "," + new String(Json.print(end), StandardCharsets.UTF_8).substring(1));
      before = ",";
    }
    text(out, versions.isEmpty() ? "}" : "]}");
    return out.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
