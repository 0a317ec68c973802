package io.salus.gateway.fakes;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.salus.proto.records.v1.EventKind;
import io.salus.proto.records.v1.EventServiceGrpc.EventServiceImplBase;
import io.salus.proto.records.v1.WatchRequest;
import io.salus.proto.records.v1.WatchResponse;
import io.salus.service.errors.AppException.InvalidInput;

/** A stream with one event of each form; criteria that are not of Observation are refused. */
final class FakeEvents extends EventServiceImplBase {
  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> out) {
    FakeRecords.answer(
        out,
        () -> {
          if (request.getCriteriaCount() == 0
              || !request.getCriteria(0).startsWith("Observation?code=http://loinc.org|8867-4")) {
            throw new InvalidInput("Say what to watch.", "criteria");
          }
          String last = request.getLastEventId();
          out.onNext(event(EventKind.EVENT_KIND_READY, last.isEmpty() ? "7-0" : last).build());
          out.onNext(
              event(EventKind.EVENT_KIND_CREATED, "7-1")
                  .setType("Observation")
                  .setResourceId("o1")
                  .setVersion(1)
                  .setResource(
                      ByteString.copyFromUtf8("{\"resourceType\":\"Observation\",\"id\":\"o1\"}"))
                  .build());
          out.onNext(
              event(EventKind.EVENT_KIND_DELETED, "8-2")
                  .setCriteria(request.getCriteriaCount() - 1)
                  .setType("Observation")
                  .setResourceId("o1")
                  .setVersion(2)
                  .build());
          return event(EventKind.EVENT_KIND_ALIVE, "9-0").build();
        });
  }

  private static WatchResponse.Builder event(EventKind kind, String id) {
    return WatchResponse.newBuilder().setKind(kind).setId(id);
  }
}
