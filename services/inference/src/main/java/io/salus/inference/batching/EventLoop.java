package io.salus.inference.batching;

import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The event loop that reads and writes for the request in hand. */
public final class EventLoop {
  private EventLoop() {}

  /** What it is given it does after it has read what came in; null on any other thread. */
  public static @Nullable Executor current() {
    return Vertx.currentContext() instanceof ContextInternal context
        ? context.nettyEventLoop()
        : null;
  }
}
