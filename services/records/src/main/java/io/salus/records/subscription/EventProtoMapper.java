package io.salus.records.subscription;

import com.google.protobuf.UnsafeByteOperations;
import io.salus.proto.records.v1.EventKind;
import io.salus.proto.records.v1.WatchResponse;
import io.salus.records.store.StoredVersion;

/** Events as they go over gRPC. */
final class EventProtoMapper {
  private EventProtoMapper() {}

  static WatchResponse toProto(Event event) {
    WatchResponse.Builder response =
        WatchResponse.newBuilder()
            .setId(event.position().toString())
            .setKind(kind(event.kind()))
            .setCriteria(event.criteria());
    LoggedChange change = event.change();
    if (change != null) {
      response.setType(change.type()).setResourceId(change.id()).setVersion(change.version());
    }
    StoredVersion version = event.version();
    if (version != null) {
      response.setResource(UnsafeByteOperations.unsafeWrap(version.json()));
    }
    return response.build();
  }

  private static EventKind kind(Event.Kind kind) {
    return switch (kind) {
      case READY -> EventKind.EVENT_KIND_READY;
      case CREATED -> EventKind.EVENT_KIND_CREATED;
      case UPDATED -> EventKind.EVENT_KIND_UPDATED;
      case LEFT -> EventKind.EVENT_KIND_LEFT;
      case DELETED -> EventKind.EVENT_KIND_DELETED;
      case ALIVE -> EventKind.EVENT_KIND_ALIVE;
      case RESET -> EventKind.EVENT_KIND_RESET;
      case SLOW -> EventKind.EVENT_KIND_SLOW;
      case EXPIRED -> EventKind.EVENT_KIND_EXPIRED;
    };
  }
}
