package io.salus.gateway.events;

import io.salus.proto.records.v1.EventKind;
import io.salus.proto.records.v1.WatchResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** Events of the records as server-sent events. */
final class EventProtoMapper {
  private EventProtoMapper() {}

  static Buffer event(WatchResponse message) {
    String name = name(message.getKind());
    if (message.getKind() == EventKind.EVENT_KIND_ALIVE) {
      return EventsRoute.event(message.getId(), name, null);
    }
    return EventsRoute.event(message.getId(), name, data(message));
  }

  private static Buffer data(WatchResponse message) {
    JsonObject head = new JsonObject();
    if (!message.getType().isEmpty()) {
      head.put("reference", message.getType() + "/" + message.getResourceId())
          .put("version", message.getVersion())
          .put("criteria", message.getCriteria());
    }
    String json = head.encode();
    if (message.getResource().isEmpty()) {
      return Buffer.buffer(json);
    }
    return Buffer.buffer(json.substring(0, json.length() - 1))
        .appendString(",\"resource\":")
        .appendBytes(message.getResource().toByteArray())
        .appendString("}");
  }

  private static String name(EventKind kind) {
    return switch (kind) {
      case EVENT_KIND_READY -> "ready";
      case EVENT_KIND_CREATED -> "created";
      case EVENT_KIND_UPDATED -> "updated";
      case EVENT_KIND_LEFT -> "left";
      case EVENT_KIND_DELETED -> "deleted";
      case EVENT_KIND_ALIVE -> "alive";
      case EVENT_KIND_RESET -> "reset";
      case EVENT_KIND_SLOW -> "slow";
      case EVENT_KIND_EXPIRED -> "expired";
      case EVENT_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalStateException("an event without a kind");
    };
  }
}
