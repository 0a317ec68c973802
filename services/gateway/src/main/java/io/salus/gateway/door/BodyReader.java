package io.salus.gateway.door;

import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Busy;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.TimedOut;
import io.salus.service.errors.AppException.TooLarge;
import io.salus.service.errors.HttpErrors;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads one body. A refused one is still drained for a while, so that its sender sees why. */
final class BodyReader {
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final RoutingContext http;
  private final HttpServerRequest request;
  private final BodyBudget budget;
  private final long limit;
  private final Duration timeout;
  private Buffer body = Buffer.buffer();
  private long reserved;
  private boolean refused;
  private long timer;

  BodyReader(RoutingContext http, BodyBudget budget, long limit, Duration timeout) {
    this.http = http;
    this.request = http.request();
    this.budget = budget;
    this.limit = limit;
    this.timeout = timeout;
  }

  void start() {
    http.addEndHandler(ended -> budget.giveBack(reserved));
    request.exceptionHandler(gone -> stopTimer());
    request.handler(this::receive);
    request.endHandler(end -> finish());
    timer =
        http.vertx()
            .setTimer(
                timeout.toMillis(), t -> refuse(new TimedOut("The body did not arrive in time.")));
    String declared = request.getHeader("Content-Length");
    if (declared != null) {
      reserve(parse(declared));
      body = Buffer.buffer((int) reserved);
    }
    if (!refused && "100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
  }

  /** Leaves the body to the route, which may read as much as is reserved here. */
  void leave() {
    http.addEndHandler(ended -> budget.giveBack(reserved));
    String declared = request.getHeader("Content-Length");
    reserve(declared == null ? limit : parse(declared));
    if (refused) {
      request.handler(chunk -> {});
      request.endHandler(end -> stopTimer());
    } else {
      http.next();
    }
  }

  private void reserve(long length) {
    AppException problem = length < 0 ? new InvalidInput("Content-Length is no number.") : null;
    problem = problem == null ? problemOf(length) : problem;
    if (problem != null) {
      refuse(problem);
    } else {
      reserved = length;
    }
  }

  private @Nullable AppException problemOf(long length) {
    if (length > limit) {
      return new TooLarge("The body is larger than " + limit + " bytes.");
    }
    return budget.take(length)
        ? null
        : new Busy("Too many large requests at once; try again shortly.", Duration.ofSeconds(2));
  }

  private void receive(Buffer chunk) {
    if (refused) {
      return;
    }
    long length = (long) body.length() + chunk.length();
    if (length > limit) {
      refuse(new TooLarge("The body is larger than " + limit + " bytes."));
    } else if (length > reserved && !budget.take(length - reserved)) {
      refuse(
          new Busy("Too many large requests at once; try again shortly.", Duration.ofSeconds(2)));
    } else {
      reserved = Math.max(reserved, length);
      body.appendBuffer(chunk);
    }
  }

  private void finish() {
    stopTimer();
    if (refused) {
      return;
    }
    if (PackedBody.encoding(request).isEmpty()) {
      pass(body);
    } else {
      unpack(new PackedBody(body, budget, limit));
    }
  }

  private void unpack(PackedBody packed) {
    http.vertx()
        .executeBlocking(packed::unpack, false)
        .onComplete(
            done -> {
              if (http.response().ended() || http.response().closed()) {
                budget.giveBack(packed.taken());
                return;
              }
              http.addEndHandler(ended -> budget.giveBack(packed.taken()));
              if (done.succeeded()) {
                pass(done.result());
              } else {
                HttpErrors.end(http, done.cause());
              }
            });
  }

  private void pass(Buffer read) {
    ((RoutingContextInternal) http).setBody(read);
    http.next();
  }

  private void refuse(AppException problem) {
    refused = true;
    body = Buffer.buffer();
    stopTimer();
    timer = http.vertx().setTimer(DRAIN.toMillis(), t -> request.connection().close());
    HttpErrors.end(http, problem);
  }

  private void stopTimer() {
    http.vertx().cancelTimer(timer);
  }

  private static long parse(String declared) {
    try {
      return Long.parseLong(declared);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
