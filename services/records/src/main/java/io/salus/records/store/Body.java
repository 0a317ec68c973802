package io.salus.records.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * How a resource is kept: its JSON from behind {@code meta.lastUpdated} on. What comes before
 * (type, id, version, time) is known from the row and put in front as bytes, so that one body
 * serves before its version is known, and nobody reads JSON to send it.
 */
public final class Body {
  private static final byte[] META = "{\"meta\":{".getBytes(StandardCharsets.UTF_8);
  private static final int NANOS_A_MILLI = 1_000_000;

  private final byte[] packed;

  private Body(byte[] packed) {
    this.packed = packed;
  }

  /** As it comes from the database. */
  static Body stored(byte[] packed) {
    return new Body(packed);
  }

  /** What is stored of a resource. Id, version and time in it are ignored. */
  public static Body of(ObjectNode resource) {
    return new Body(Compression.pack(tail(resource)));
  }

  /** What is compressed. */
  static byte[] tail(ObjectNode resource) {
    ObjectNode kept = Json.object();
    ObjectNode meta = kept.putObject("meta");
    for (Map.Entry<String, JsonNode> property : resource.properties()) {
      switch (property.getKey()) {
        case "resourceType", "id" -> {}
        case "meta" -> meta.setAll((ObjectNode) property.getValue());
        default -> kept.set(property.getKey(), property.getValue());
      }
    }
    meta.remove("versionId");
    meta.remove("lastUpdated");
    byte[] json = Json.print(kept);
    int comma = meta.isEmpty() ? 0 : 1;
    byte[] tail = new byte[comma + json.length - META.length];
    if (comma == 1) {
      tail[0] = ',';
    }
    System.arraycopy(json, META.length, tail, comma, json.length - META.length);
    return tail;
  }

  /** The whole resource as JSON in UTF-8. */
  byte[] json(String type, String id, int version, OffsetDateTime lastUpdated) {
    return Compression.unpack(head(type, id, version, lastUpdated), packed);
  }

  /** The same in a room that is used again; what is behind its last brace is nothing. */
  byte[] json(String type, String id, int version, OffsetDateTime lastUpdated, byte[] room) {
    return Compression.unpack(head(type, id, version, lastUpdated), packed, room);
  }

  private static byte[] head(String type, String id, int version, OffsetDateTime lastUpdated) {
    return ("{\"resourceType\":\""
            + type
            + "\",\"id\":\""
            + id
            + "\",\"meta\":{\"versionId\":\""
            + version
            + "\",\"lastUpdated\":\""
            + print(lastUpdated)
            + "\"")
        .getBytes(StandardCharsets.UTF_8);
  }

  byte[] packed() {
    return packed;
  }

  /** A FHIR instant in UTC with milliseconds. */
  public static String print(OffsetDateTime time) {
    OffsetDateTime utc = time.withOffsetSameInstant(ZoneOffset.UTC);
    byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
    digits(text, 3, utc.getYear());
    digits(text, 6, utc.getMonthValue());
    digits(text, 9, utc.getDayOfMonth());
    digits(text, 12, utc.getHour());
    digits(text, 15, utc.getMinute());
    digits(text, 18, utc.getSecond());
    digits(text, 22, utc.getNano() / NANOS_A_MILLI);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** Every resource that is read has a time to print: a formatter takes six times as long. */
  private static void digits(byte[] text, int last, int number) {
    int rest = number;
    for (int at = last; rest > 0; at--) {
      text[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
