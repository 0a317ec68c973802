package io.salus.gateway.door;

import io.salus.service.body.ByteBudget;
import io.salus.service.errors.AppException;
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
  private final ByteBudget budget;
  private final long limit;
  private final Duration timeout;
  private Buffer body = Buffer.buffer();
  private long reserved;
  private boolean refused;
  private long timer;

  BodyReader(RoutingContext http, ByteBudget budget, long limit, Duration timeout) {
    this.http = http;
    this.request = http.request();
    this.budget = budget;
    this.limit = limit;
    this.timeout = timeout;
  }

  void start() {
    request.exceptionHandler(gone -> stopTimer());
    request.handler(this::receive);
    request.endHandler(end -> finish());
    timer =
        http.vertx()
            .setTimer(
                timeout.toMillis(), t -> refuse(new TimedOut("The body did not arrive in time.")));
    String declared = request.getHeader("Content-Length");
    if (declared == null) {
      http.addEndHandler(ended -> budget.giveBack(reserved));
      goOn();
      return;
    }
    long length = parse(declared);
    AppException problem = problemOf(length);
    if (problem == null) {
      enter(length);
    } else {
      refuse(problem);
    }
  }

  /** Where others have the memory, nothing is read until it is free. */
  private void enter(long length) {
    ByteBudget.Place place = budget.place(length);
    http.addEndHandler(ended -> place.leave());
    if (place.enter()) {
      begin(length);
      return;
    }
    request.pause();
    place
        .entered()
        .subscribe()
        .with(
            in -> {
              begin(length);
              request.resume();
            },
            busy -> {
              refuse(ByteBudget.busy());
              request.resume();
            });
  }

  private void begin(long length) {
    if (!refused && !isGone()) {
      reserved = length;
      body = Buffer.buffer((int) length);
      goOn();
    }
  }

  private void goOn() {
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
  }

  /** Leaves the body to the route, which may read as much as is reserved here. */
  void leave() {
    String declared = request.getHeader("Content-Length");
    long length = declared == null ? limit : parse(declared);
    AppException problem = problemOf(length);
    if (problem == null && !budget.take(length)) {
      problem = ByteBudget.busy();
    }
    if (problem == null) {
      http.addEndHandler(ended -> budget.giveBack(length));
      http.next();
    } else {
      refuse(problem);
      request.handler(chunk -> {});
      request.endHandler(end -> stopTimer());
    }
  }

  private @Nullable AppException problemOf(long length) {
    if (length < 0) {
      return new InvalidInput("Content-Length is no number.");
    }
    return length > limit ? new TooLarge("The body is larger than " + limit + " bytes.") : null;
  }

  private boolean isGone() {
    return http.response().ended() || http.response().closed();
  }

  private void receive(Buffer chunk) {
    if (refused) {
      return;
    }
    long length = (long) body.length() + chunk.length();
    if (length > limit) {
      refuse(new TooLarge("The body is larger than " + limit + " bytes."));
    } else if (length > reserved && !budget.take(length - reserved)) {
      refuse(ByteBudget.busy());
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
              if (isGone()) {
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
    if (refused || isGone()) {
      return;
    }
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
