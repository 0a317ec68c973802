package io.salus.records.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.HeavyWork;
import io.salus.records.store.Json;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Cuts answers down to what is asked for; all others pass as the bytes that they are. */
@ApplicationScoped
public class Shaping {
  private final HeavyWork heavyWork;

  Shaping(HeavyWork heavyWork) {
    this.heavyWork = heavyWork;
  }

  /** A resource, as the query asks for it. */
  public Uni<byte[]> resource(String query, byte[] json) {
    Shape shape = Shape.of(query);
    return shape == null
        ? Uni.createFrom().item(json)
        : heavyWork.compute(() -> Json.print(shape.of(Json.parse(json))));
  }

  /** A Bundle with each of its resources so. */
  public Uni<byte[]> bundle(String query, byte[] json) {
    Shape shape = Shape.of(query);
    return shape == null
        ? Uni.createFrom().item(json)
        : heavyWork.compute(() -> Json.print(entries(shape, Json.parse(json))));
  }

  private static ObjectNode entries(Shape shape, ObjectNode bundle) {
    for (JsonNode entry : bundle.path("entry")) {
      if (entry.path("resource") instanceof ObjectNode resource) {
        ((ObjectNode) entry).set("resource", shape.of(resource));
      }
    }
    return bundle;
  }
}
