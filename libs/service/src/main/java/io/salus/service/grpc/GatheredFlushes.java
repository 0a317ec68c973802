package io.salus.service.grpc;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Sends what an event loop has written to an HTTP/2 connection in one go when the loop is through.
 * Without it each gRPC answer is sent in three pieces, headers, message and trailers, and writing
 * to sockets is two fifths of the work of a read.
 */
@ApplicationScoped
class GatheredFlushes {
  private static final int FIRST = 30_000;
  private static final String NAME = "salus-flushes";

  void register(@Observes Filters filters) {
    filters.register(GatheredFlushes::gather, FIRST);
  }

  private static void gather(RoutingContext http) {
    HttpServerRequest request = http.request();
    if (request.version() == HttpVersion.HTTP_2
        && request.connection() instanceof ConnectionBase connection) {
      ChannelPipeline pipeline = connection.channel().pipeline();
      if (pipeline.get(NAME) == null) {
        pipeline.addFirst(
            NAME,
            new FlushConsolidationHandler(
                FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true));
      }
    }
    http.next();
  }
}
