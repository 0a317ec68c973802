package io.salus.records.everything;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.operation.BodyWriter;
import io.salus.records.store.Json;
import io.salus.records.store.NumberedReader;
import io.salus.records.store.StoredVersion;
import io.salus.records.store.Surroundings.Member;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a searchset while it is sent: a portion of resources is in memory at a time, each as the
 * bytes that it is kept as.
 */
final class EverythingBundle implements BodyWriter {
  private static final byte[] MATCH = utf8(",\"search\":{\"mode\":\"match\"}}");
  private static final byte[] INCLUDE = utf8(",\"search\":{\"mode\":\"include\"}}");

  private final TenantTransactions transactions;
  private final NumberedReader reader;
  private final Caller caller;
  private final String baseUrl;
  private final ObjectNode head;
  private final List<Member> page;

  /**
   * @param head the Bundle without its entries
   */
  EverythingBundle(
      TenantTransactions transactions,
      NumberedReader reader,
      Caller caller,
      String baseUrl,
      ObjectNode head,
      List<Member> page) {
    this.transactions = transactions;
    this.reader = reader;
    this.caller = caller;
    this.baseUrl = baseUrl;
    this.head = head;
    this.page = page;
  }

  /** A Bundle without entries. */
  static ObjectNode head(long total, String self, String next) {
    ObjectNode head =
        Json.object().put("resourceType", "Bundle").put("type", "searchset").put("total", total);
    ArrayNode links = head.putArray("link");
    links.addObject().put("relation", "self").put("url", self);
    if (!next.isEmpty()) {
      links.addObject().put("relation", "next").put("url", next);
    }
    return head;
  }

  @Override
  public void write(OutputStream out) throws IOException {
    byte[] opening = Json.print(head);
    out.write(opening, 0, opening.length - 1);
    long[] numbers = page.stream().mapToLong(Member::number).toArray();
    boolean[] open = {false};
    transactions.call(
        caller,
        () -> {
          reader.forEach(
              caller.tenant(),
              numbers,
              (at, version) -> {
                out.write(utf8(open[0] ? ",{" : ",\"entry\":[{"));
                open[0] = true;
                entry(out, version, page.get(at).itself());
              });
          return true;
        });
    out.write(utf8(open[0] ? "]}" : "}"));
  }

  private void entry(OutputStream out, StoredVersion version, boolean itself) throws IOException {
    out.write(
        utf8(
            "\"fullUrl\":"
                + Json.quote(baseUrl + "/" + version.type() + "/" + version.id())
                + ",\"resource\":"));
    out.write(version.json());
    out.write(itself ? MATCH : INCLUDE);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
