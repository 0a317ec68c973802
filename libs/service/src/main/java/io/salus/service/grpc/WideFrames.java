package io.salus.service.grpc;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Large HTTP/2 frames on the way in. The Vert.x gRPC server copies a message anew for every frame
 * of it: with frames of 16 KB the largest message, 16 MB, is copied a thousand times, with frames
 * of 4 MB four times. What is larger streams in small pieces.
 */
@ApplicationScoped
public class WideFrames implements HttpServerOptionsCustomizer {
  private static final int FRAME = 4 << 20;
  private static final int STREAM_WINDOW = 4 * FRAME;
  private static final int CONNECTION_WINDOW = 8 * FRAME;

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    options.setHttp2ConnectionWindowSize(CONNECTION_WINDOW);
    options.getInitialSettings().setMaxFrameSize(FRAME).setInitialWindowSize(STREAM_WINDOW);
  }
}
