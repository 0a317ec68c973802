package io.salus.records.search;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.FoundResource;
import io.salus.records.store.Json;
import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException.TooLarge;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A searchset in JSON. Resources go in as the bytes that they are. */
final class SearchBundle {
  /** Below the 64 MB that a gRPC message may have. */
  private static final int MOST_BYTES = 60 << 20;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
  private final String baseUrl;
  private boolean first = true;

  private SearchBundle(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  static byte[] write(Search search, String baseUrl, Page page) {
    return new SearchBundle(baseUrl).print(search, page);
  }

  private byte[] print(Search search, Page page) {
    ObjectNode head = Json.object().put("resourceType", "Bundle").put("type", "searchset");
    if (page.total() != null) {
      head.put("total", page.total());
    }
    String self = self(search);
    ArrayNode links = head.putArray("link");
    links.addObject().put("relation", "self").put("url", self);
    if (page.next() != null) {
      char join = self.indexOf('?') < 0 ? '?' : '&';
      links.addObject().put("relation", "next").put("url", self + join + "_page=" + page.next());
    }
    byte[] json = Json.print(head);
    out.write(json, 0, json.length - 1);
    if (!search.ignored().isEmpty() || page.cut()) {
      open();
      text("\"resource\":");
      out.writeBytes(Json.print(outcome(search.ignored(), page.cut())));
      text(",\"search\":{\"mode\":\"outcome\"}}");
    }
    for (FoundResource found : page.resources()) {
      open();
      entry(found);
    }
    text(first ? "}" : "]}");
    return out.toByteArray();
  }

  private void open() {
    text(first ? ",\"entry\":[{" : ",{");
    first = false;
  }

  private void entry(FoundResource found) {
    StoredVersion resource = found.resource();
    text("\"fullUrl\":");
    text(Json.quote(baseUrl + "/" + resource.type() + "/" + resource.id()));
    text(",\"resource\":");
    out.writeBytes(resource.json());
    text(",\"search\":{\"mode\":\"" + (found.included() ? "include" : "match") + "\"}}");
    if (out.size() > MOST_BYTES) {
      throw new TooLarge("The page is larger than 60 MB; ask for fewer with _count.");
    }
  }

  private String self(Search search) {
    StringBuilder url = new StringBuilder(baseUrl);
    if (!search.path().isEmpty()) {
      url.append('/').append(search.path());
    }
    char join = '?';
    for (QueryString.Parameter parameter : search.used()) {
      url.append(join).append(parameter.encoded());
      join = '&';
    }
    return url.toString();
  }

  private static ObjectNode outcome(List<String> ignored, boolean cut) {
    ObjectNode outcome = Json.object().put("resourceType", "OperationOutcome");
    var issues = outcome.putArray("issue");
    for (String name : ignored) {
      ObjectNode issue =
          issues
              .addObject()
              .put("severity", "warning")
              .put("code", "not-supported")
              .put("diagnostics", "The search parameter is not supported and had no effect.");
      issue.putArray("expression").add(Names.plain(name));
    }
    if (cut) {
      issues
          .addObject()
          .put("severity", "warning")
          .put("code", "incomplete")
          .put(
              "diagnostics",
              "A sorted result ends after 100,000 matches, and there are more; ask for something"
                  + " narrower.");
    }
    return outcome;
  }

  private void text(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
