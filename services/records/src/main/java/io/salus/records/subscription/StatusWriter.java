package io.salus.records.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.errors.AppException;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes the server's own word about a subscription into the resource: status and error. */
@ApplicationScoped
class StatusWriter {
  private static final Logger LOG = Logger.getLogger(StatusWriter.class);

  /** No token can name it: it is no service that signs any. */
  private static final String SERVER = "records-subscriptions";

  private final ResourceStore store;
  private final ResourceWrites writes;

  StatusWriter(ResourceStore store, ResourceWrites writes) {
    this.store = store;
    this.writes = writes;
  }

  /** This server in a tenant, for itself. */
  static Caller server(String tenant) {
    return new Caller(tenant, SERVER, Set.of("system/*.rs", "system/Subscription.u"), null, SERVER);
  }

  static boolean isServer(Caller caller) {
    return caller.isService(SERVER);
  }

  /**
   * Sets the status of one version. Whoever wrote a later one meanwhile knew better: then nothing
   * happens. Blocks.
   *
   * @param error in words, or null for none
   */
  void set(String tenant, String id, int version, String status, @Nullable String error) {
    Caller server = server(tenant);
    try {
      StoredVersion stored =
          store.read(server, "Subscription", id).await().indefinitely().orElse(null);
      if (stored == null || stored.deleted() || stored.version() != version) {
        return;
      }
      ObjectNode resource = Json.parse(stored.json());
      resource.put("status", status);
      if (error == null) {
        resource.remove("error");
      } else {
        resource.put("error", error);
      }
      writes
          .update(server, "Subscription", id, Json.print(resource), version)
          .await()
          .indefinitely();
    } catch (AppException e) {
      LOG.infof("The status of Subscription/%s could not be written: %s", id, e.code());
    }
  }
}
