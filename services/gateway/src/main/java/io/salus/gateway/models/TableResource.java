package io.salus.gateway.models;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/** Tables that were brought to train on; {@link TableRoute} takes them. */
@Path("/models/tables")
@RunOnVirtualThread
public class TableResource {
  private final ModelsClient models;

  TableResource(ModelsClient models) {
    this.models = models;
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Takes a table away; models that were trained on it stay")
  public void delete(@RestPath String id) {
    models.deleteTable(id);
  }
}
