package io.salus.records.history;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Body;
import io.salus.records.store.HistoryStore.Past;
import io.salus.records.store.Json;
import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException.TooLarge;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A history in JSON. Resources go in as the bytes that they are. */
final class HistoryBundle {
  /** Below the 64 MB that a gRPC message may have. */
  private static final int MOST_BYTES = 60 << 20;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
  private final String baseUrl;

  private HistoryBundle(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  /**
   * @param self address of this page
   * @param next address of the next one, or empty
   */
  static byte[] write(String baseUrl, String self, String next, List<Past> versions) {
    HistoryBundle bundle = new HistoryBundle(baseUrl);
    ObjectNode head = Json.object().put("resourceType", "Bundle").put("type", "history");
    ArrayNode links = head.putArray("link");
    links.addObject().put("relation", "self").put("url", self);
    if (!next.isEmpty()) {
      links.addObject().put("relation", "next").put("url", next);
    }
    byte[] json = Json.print(head);
    bundle.out.write(json, 0, json.length - 1);
    String before = ",\"entry\":[";
    for (Past past : versions) {
      bundle.text(before);
      bundle.entry(past.version());
      before = ",";
    }
    bundle.text(versions.isEmpty() ? "}" : "]}");
    return bundle.out.toByteArray();
  }

  private void entry(StoredVersion version) {
    String address = version.type() + "/" + version.id();
    text("{\"fullUrl\":" + Json.quote(baseUrl + "/" + address));
    if (!version.deleted()) {
      text(",\"resource\":");
      out.writeBytes(version.json());
    }
    boolean created = version.version() == 1;
    ObjectNode end = Json.object();
    end.putObject("request")
        .put("method", version.method())
        .put("url", version.method().equals("POST") ? version.type() : address);
    end.putObject("response")
        .put("status", version.deleted() ? "204 No Content" : created ? "201 Created" : "200 OK")
        .put("etag", "W/\"" + version.version() + "\"")
        .put("lastModified", Body.print(version.lastUpdated()));
    text("," + new String(Json.print(end), StandardCharsets.UTF_8).substring(1));
    if (out.size() > MOST_BYTES) {
      throw new TooLarge("The page is larger than 60 MB; ask for fewer with _count.");
    }
  }

  private void text(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
