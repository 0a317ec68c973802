package io.salus.gateway.fhir;

import io.netty.channel.EventLoop;
import io.salus.gateway.backend.BackendClient;
import io.salus.gateway.backend.BackendClient.Started;
import io.salus.proto.records.v1.FhirServiceGrpc;
import io.salus.proto.records.v1.ReadManyRequest;
import io.salus.proto.records.v1.ReadManyResponse;
import io.salus.proto.records.v1.ReadOutcome;
import io.salus.proto.records.v1.ReadRefusal;
import io.salus.proto.records.v1.ReadResponse;
import io.salus.proto.records.v1.ResourceAddress;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Busy;
import io.salus.service.errors.AppException.TimedOut;
import io.salus.service.errors.AppException.Unavailable;
import io.salus.service.errors.ErrorCategory;
import io.salus.service.security.HttpAuthentication;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads by id. Those of one caller that wait while a call is under way go together in the next one:
 * half of a read's cost here is the call. Callers are never mixed, and nobody waits for company: an
 * event loop with nothing under way sends what it has.
 */
final class ReadClient {
  /** So that one large or slow answer does not hold up all that come after it. */
  private static final int CALLS = 2;

  private static final int MOST_TOGETHER = 64;
  private static final int MOST_WAITING = 4096;

  private record Place(EventLoop loop, String token) {}

  private final BackendClient backend;
  private final FhirClient records;
  private final Map<Place, Line> lines = new ConcurrentHashMap<>();

  ReadClient(BackendClient backend, FhirClient records) {
    this.backend = backend;
    this.records = records;
  }

  Future<ReadResponse> read(RoutingContext http, ResourceAddress request) {
    ContextInternal context = (ContextInternal) http.vertx().getOrCreateContext();
    Read read = new Read(http, request, context.promise(), backend.deadline());
    Place place = new Place(context.nettyEventLoop(), HttpAuthentication.token(http));
    if (context.inThread()) {
      lines.computeIfAbsent(place, Line::new).add(read);
    } else {
      place.loop.execute(() -> lines.computeIfAbsent(place, Line::new).add(read));
    }
    return read.answer.future();
  }

  private static final class Read {
    private final RoutingContext http;
    private final ResourceAddress request;
    private final Promise<ReadResponse> answer;
    private final long deadline;
    private boolean ended;

    Read(
        RoutingContext http,
        ResourceAddress request,
        Promise<ReadResponse> answer,
        Duration within) {
      this.http = http;
      this.request = request;
      this.answer = answer;
      this.deadline = System.nanoTime() + within.toNanos();
    }

    boolean late() {
      return deadline - System.nanoTime() < 0;
    }
  }

  /** What waits of one caller on one event loop; only its thread comes here. */
  private final class Line {
    private final Place place;
    private final ArrayDeque<Read> waiting = new ArrayDeque<>();
    private int underWay;
    private boolean due;

    Line(Place place) {
      this.place = place;
    }

    void add(Read read) {
      if (waiting.size() >= MOST_WAITING) {
        read.answer.fail(new Busy("Too many reads are waiting.", Duration.ofSeconds(1)));
        return;
      }
      waiting.add(read);
      if (!due && underWay < CALLS) {
        // Behind whatever else the loop has just received.
        due = true;
        place.loop.execute(this::send);
      }
    }

    private void send() {
      due = false;
      while (underWay < CALLS) {
        List<Read> reads = together();
        if (reads.isEmpty()) {
          break;
        }
        send(reads);
      }
      if (underWay == 0 && waiting.isEmpty()) {
        lines.remove(place, this);
      }
    }

    private List<Read> together() {
      List<Read> reads = new ArrayList<>();
      while (!waiting.isEmpty() && reads.size() < MOST_TOGETHER) {
        Read read = waiting.remove();
        if (read.late()) {
          read.answer.fail(new TimedOut("The answer did not come within the time allowed."));
        } else if (!read.http.response().closed()) {
          reads.add(read);
        }
      }
      return reads;
    }

    private void send(List<Read> reads) {
      underWay++;
      ReadManyRequest.Builder request = ReadManyRequest.newBuilder();
      reads.forEach(read -> request.addReads(read.request));
      Started<ReadManyResponse> call =
          backend.startShared(
              place.token,
              records.channel(place.loop),
              FhirServiceGrpc.getReadManyMethod(),
              request.build(),
              backend.deadline());
      reads.forEach(read -> read.http.addEndHandler(ended -> ended(read, reads, call)));
      var unused =
          call.answer()
              .whenComplete(
                  (response, failure) -> {
                    if (place.loop.inEventLoop()) {
                      done(reads, response, failure);
                    } else {
                      place.loop.execute(() -> done(reads, response, failure));
                    }
                  });
    }

    private void done(
        List<Read> reads, @Nullable ReadManyResponse response, @Nullable Throwable failure) {
      underWay--;
      send();
      for (int i = 0; i < reads.size(); i++) {
        Read read = reads.get(i);
        if (response == null) {
          read.answer.fail(failure instanceof CompletionException e ? e.getCause() : failure);
        } else if (i < response.getOutcomesCount()) {
          answer(read, response.getOutcomes(i));
        } else {
          read.answer.fail(new Unavailable("A service gave no answer."));
        }
      }
    }
  }

  private void answer(Read read, ReadOutcome outcome) {
    switch (outcome.getOutcomeCase()) {
      case FOUND -> read.answer.complete(outcome.getFound());
      case REFUSED -> read.answer.fail(refusal(outcome.getRefused()));
      case OUTCOME_NOT_SET ->
          records.readAlone(read.http, read.request, "").onComplete(read.answer);
    }
  }

  private static AppException refusal(ReadRefusal refused) {
    ErrorCategory category = ErrorCategory.ofCode(refused.getCode());
    return (category == null ? ErrorCategory.INTERNAL : category)
        .exception(refused.getDetail(), null);
  }

  /** A call is cancelled when all who asked have gone away. */
  private static void ended(Read read, List<Read> together, Started<?> call) {
    read.ended = true;
    if (!call.answer().isDone() && together.stream().allMatch(asked -> asked.ended)) {
      call.cancel();
    }
  }
}
