package io.salus.records.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.index.TenantParams;
import io.salus.records.store.Body;
import io.salus.records.store.Change;
import io.salus.records.store.TenantHash;

/** A resource as a write makes a change of it. */
public final class IndexedFixture {
  private IndexedFixture() {}

  public static Change post(TenantHash hash, ObjectNode resource) {
    String type = resource.path("resourceType").asText();
    return new Change(
        Change.Method.POST,
        type,
        resource.path("id").asText(),
        0,
        Body.of(resource),
        Indexed.rows(TenantParams.of(""), hash, type, resource));
  }
}
