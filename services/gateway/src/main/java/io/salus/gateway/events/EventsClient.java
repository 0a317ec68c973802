package io.salus.gateway.events;

import io.grpc.Channel;
import io.salus.gateway.backend.StreamClient;
import io.salus.proto.records.v1.EventServiceGrpc;
import io.salus.proto.records.v1.WatchRequest;
import io.salus.proto.records.v1.WatchResponse;
import io.salus.service.errors.AppException;
import io.salus.service.grpc.GrpcChannels;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The streams of the records service. */
@ApplicationScoped
class EventsClient {
  /** Longer than the records let one go on, so that a stream ends with its end and no error. */
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final Channel channel;

  EventsClient(GrpcChannels grpc) {
    this.channel = grpc.to("records", EventServiceGrpc.getServiceDescriptor());
  }

  /** Writes events as the body of the response, no faster than the client reads. */
  void watch(
      RoutingContext http,
      List<String> criteria,
      String lastEventId,
      Consumer<HttpServerResponse> begin,
      Function<AppException, Buffer> problem) {
    StreamClient.pass(
        http,
        channel,
        EventServiceGrpc.getWatchMethod(),
        WatchRequest.newBuilder().addAllCriteria(criteria).setLastEventId(lastEventId).build(),
        LONGEST,
        new StreamClient.Body<WatchResponse>() {
          @Override
          public void begin(HttpServerResponse response, @Nullable WatchResponse first) {
            begin.accept(response);
          }

          @Override
          public Buffer encode(WatchResponse message) {
            return EventProtoMapper.event(message);
          }

          @Override
          public void broken(HttpServerResponse response, AppException failure) {
            response.end(problem.apply(failure));
          }
        });
  }
}
