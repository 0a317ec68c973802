package io.salus.records.binary;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceId;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.id.TimeOrderedId;
import io.salus.service.security.Caller;
import io.salus.service.storage.ObjectStore;
import io.salus.service.storage.Upload;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps content and writes the Binary that stands for it. The content is there first: whoever sees
 * the Binary can read it. What is left by a writer that died in between is taken away later.
 */
@ApplicationScoped
class BinaryWrites {
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+( *;[\\x20-\\x7e]*)?");

  private final ResourceWrites writes;
  private final BinaryAccess access;
  private final ContentTable table;
  private final TenantTransactions transactions;
  private final ObjectStore objects;
  private final BinaryConfig config;

  BinaryWrites(
      ResourceWrites writes,
      BinaryAccess access,
      ContentTable table,
      TenantTransactions transactions,
      ObjectStore objects,
      BinaryConfig config) {
    this.writes = writes;
    this.access = access;
    this.table = table;
    this.transactions = transactions;
    this.objects = objects;
    this.config = config;
  }

  /**
   * What is to be written.
   *
   * @param id empty when the server names it
   * @param securityContext reference, or empty
   * @param ifMatch version that must be the present one, or 0
   */
  record Order(String id, String contentType, String securityContext, int ifMatch) {}

  /** Checks what can be checked before the content comes; then takes it. */
  Upload begin(Caller caller, Order order) throws IOException {
    caller.requireFhir("Binary", order.id.isEmpty() ? 'c' : 'u');
    if (!order.id.isEmpty() && !ResourceId.isId(order.id)) {
      throw new InvalidInput("The id is not a FHIR id.", "url");
    }
    if (!MEDIA_TYPE.matcher(order.contentType).matches()) {
      throw new InvalidInput("The content needs a media type.", "Content-Type");
    }
    if (order.securityContext.isEmpty()) {
      if (caller.patientContext().isPresent()) {
        throw new Forbidden("A patient's content is bound to what the patient may see.");
      }
    } else {
      access.requireContext(caller, order.securityContext);
    }
    removeOrphans(caller);
    return new Upload(objects.draft(), config.largest().asLongValue());
  }

  /** Stores content that is whole. */
  ResourceWrites.Result finish(Caller caller, Order order, Upload upload) throws IOException {
    String id = order.id.isEmpty() ? TimeOrderedId.next().toString() : order.id;
    var file = upload.finish();
    var content = new StoredContent(TimeOrderedId.next(), id, upload.bytes(), upload.sha256());
    transactions.run(caller, () -> table.insert(caller.tenant(), content));
    objects.put(content.key(), file);
    Caller writer =
        new Caller(
            caller.tenant(), caller.subject(), Set.of("system/Binary.u"), null, caller.service());
    ResourceWrites.Result result =
        writes
            .update(writer, "Binary", id, resource(id, order, content), order.ifMatch)
            .await()
            .indefinitely();
    transactions.run(caller, () -> table.keep(content.id()));
    return result;
  }

  private static byte[] resource(String id, Order order, StoredContent content) {
    ObjectNode binary = Json.object().put("resourceType", "Binary").put("id", id);
    ContentLink.put(binary, content);
    binary.put("contentType", order.contentType);
    if (!order.securityContext.isEmpty()) {
      binary.putObject("securityContext").put("reference", order.securityContext);
    }
    return Json.print(binary);
  }

  private void removeOrphans(Caller caller) throws IOException {
    Instant before = Instant.now().minus(config.orphansAfter());
    for (StoredContent orphan : transactions.call(caller, () -> table.orphans(before))) {
      if (access.isUsed(caller, orphan)) {
        transactions.run(caller, () -> table.keep(orphan.id()));
      } else {
        objects.delete(orphan.key());
        transactions.run(caller, () -> table.delete(orphan.id()));
      }
    }
  }
}
