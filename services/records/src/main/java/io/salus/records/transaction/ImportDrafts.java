package io.salus.records.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.index.TenantParams;
import io.salus.records.store.Body;
import io.salus.records.store.Change;
import io.salus.records.store.ResourceId;
import io.salus.records.store.TenantHash;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Resources of an import: checked as every write is, and made ready without the database. */
@ApplicationScoped
public class ImportDrafts {
  private final WriteRules rules;

  ImportDrafts(WriteRules rules) {
    this.rules = rules;
  }

  /**
   * The change that puts a resource under its id. References may be to what comes later. Throws
   * {@link AppException} for what is wrong with it.
   *
   * @param baseUrl of this server; references that start with it are local
   * @return empty when it must go the usual way: it refers by conditions, or a rule of the server
   *     has a say in its type
   */
  public Optional<Change> ready(
      Caller caller, TenantHash hash, String baseUrl, String id, ObjectNode resource) {
    String type = resource.path("resourceType").asText();
    Draft draft = new Drafting(caller, hash, baseUrl, "", "").update(type, id, resource, 0);
    if (rules.has(type)) {
      return Optional.empty();
    }
    for (ReferenceSite site : draft.references()) {
      switch (site.form()) {
        case ReferenceForm.Elsewhere elsewhere -> {}
        case ReferenceForm.Local local -> site.set(local.text());
        case ReferenceForm.Entry entry -> {
          if (entry.fullUrl().startsWith("urn:")) {
            throw new Unprocessable(
                "The reference is to an entry of a Bundle, and this is none.", site.place());
          }
        }
        case ReferenceForm.Conditional conditional -> {
          return Optional.empty();
        }
      }
    }
    ResourceId target = draft.target();
    return Optional.of(
        new Change(
            Change.Method.PUT,
            target.type(),
            target.id(),
            0,
            Body.of(resource),
            Indexed.rows(TenantParams.of(caller.tenant()), hash, target.type(), resource)));
  }
}
