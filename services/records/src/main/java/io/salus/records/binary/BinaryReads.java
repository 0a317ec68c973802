package io.salus.records.binary;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.binary.BinaryAccess.Seen;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.salus.service.storage.ObjectStore;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Content, or the Binary with its content in base64, as a stream. Blocks. */
@ApplicationScoped
class BinaryReads {
  private static final String FHIR_JSON = "application/fhir+json;charset=utf-8";

  private final BinaryAccess access;
  private final ContentTable table;
  private final TenantTransactions transactions;
  private final ObjectStore objects;

  BinaryReads(
      BinaryAccess access,
      ContentTable table,
      TenantTransactions transactions,
      ObjectStore objects) {
    this.access = access;
    this.table = table;
    this.transactions = transactions;
    this.objects = objects;
  }

  /**
   * What is sent.
   *
   * @param size of the whole content; -1 for the resource
   */
  record Answer(
      String contentType, int version, OffsetDateTime lastUpdated, long size, InputStream in) {}

  /** The content as it is, from a byte on. */
  Answer content(Caller caller, String id, long first) throws IOException {
    Seen seen = access.require(caller, id);
    JsonNode json = seen.json();
    Optional<StoredContent> stored = stored(caller, id, json);
    InputStream in;
    long size;
    if (stored.isPresent()) {
      in = objects.open(stored.get().key());
      size = stored.get().bytes();
    } else {
      byte[] inline = inline(json);
      in = new ByteArrayInputStream(inline);
      size = inline.length;
    }
    in.skipNBytes(Math.clamp(first, 0, size));
    return answer(seen, json.path("contentType").asText("application/octet-stream"), size, in);
  }

  /** The resource in JSON. */
  Answer resource(Caller caller, String id) throws IOException {
    Seen seen = access.require(caller, id);
    byte[] json = seen.version().json();
    Optional<StoredContent> stored = stored(caller, id, seen.json());
    if (stored.isEmpty()) {
      return answer(seen, FHIR_JSON, -1, new ByteArrayInputStream(json));
    }
    // The data goes in before the last brace, as it is read.
    InputStream head = new ByteArrayInputStream(json, 0, json.length - 1);
    return answer(
        seen,
        FHIR_JSON,
        -1,
        new SequenceInputStream(
            Collections.enumeration(
                List.of(
                    head,
                    text(",\"data\":\""),
                    new Base64Stream(objects.open(stored.get().key())),
                    text("\"}")))));
  }

  private Optional<StoredContent> stored(Caller caller, String id, JsonNode json) {
    Optional<UUID> link = ContentLink.of(json);
    if (link.isEmpty()) {
      return Optional.empty();
    }
    StoredContent content =
        transactions
            .call(caller, () -> table.find(link.get()))
            .filter(found -> found.binary().equals(id))
            .orElseThrow(() -> new NotFound("The content is not there."));
    return Optional.of(content);
  }

  private static byte[] inline(JsonNode json) {
    try {
      return Base64.getMimeDecoder().decode(json.path("data").asText());
    } catch (IllegalArgumentException e) {
      throw new NotFound("The content is not there.");
    }
  }

  private static Answer answer(Seen seen, String contentType, long size, InputStream in) {
    return new Answer(
        contentType, seen.version().version(), seen.version().lastUpdated(), size, in);
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
