package io.salus.records.fhir;

import io.salus.records.operation.BodyWriter;
import io.salus.records.operation.Content;
import io.salus.records.operation.OperationAnswer;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends one answer, no faster than it is read. Everything that touches the wire happens on the
 * event loop of the call: only there is it known how much has been taken.
 */
final class AnswerSender {
  /** The call that is answered. */
  interface Wire {
    /**
     * @param head status and headers; in the first message only
     */
    void send(@Nullable OperationAnswer head, byte[] chunk);

    /** Whether the client takes more now. */
    boolean ready();

    void end();

    void fail(Throwable failure);
  }

  private final Wire wire;
  private final AnswerThreads threads;
  private final Context loop = Vertx.currentContext();
  private boolean begun;
  private boolean over;
  private @Nullable Cancellable running;
  private @Nullable CompletableFuture<Void> waiting;

  AnswerSender(Wire wire, AnswerThreads threads) {
    this.wire = wire;
    this.threads = threads;
  }

  /** Answers what the operation will answer. */
  void follow(Uni<OperationAnswer> answer) {
    running =
        answer
            .subscribe()
            .with(
                done -> loop.runOnContext(v -> begin(done)),
                failure -> loop.runOnContext(v -> fail(failure)));
  }

  /** Answers with an error, or breaks the answer off. */
  void fail(Throwable failure) {
    if (!over) {
      over = true;
      wire.fail(failure);
    }
  }

  /** The client takes more. */
  void ready() {
    loop.runOnContext(v -> goOn());
  }

  /** The client went away. */
  void cancelled() {
    loop.runOnContext(v -> stop());
  }

  private void begin(OperationAnswer answer) {
    if (over) {
      return;
    }
    try {
      switch (answer.content()) {
        case Content.Bytes whole when whole.bytes().length <= AnswerStream.CHUNK ->
            finish(answer, whole.bytes());
        case Content.Bytes whole ->
            threads.start(() -> write(answer, out -> out.write(whole.bytes())));
        case BodyWriter writer -> threads.start(() -> write(answer, writer));
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** On a thread of its own. */
  private void write(OperationAnswer answer, BodyWriter writer) {
    AnswerStream out = new AnswerStream(chunk -> send(answer, chunk));
    try {
      writer.write(out);
      byte[] rest = out.rest();
      loop.runOnContext(v -> finish(answer, rest));
    } catch (IOException | RuntimeException | Error e) {
      loop.runOnContext(v -> fail(e));
    }
  }

  private CompletableFuture<Void> send(OperationAnswer answer, byte[] chunk) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    loop.runOnContext(
        v -> {
          if (over) {
            sent.completeExceptionally(new IOException("the call is over"));
            return;
          }
          put(answer, chunk);
          waiting = sent;
          goOn();
        });
    return sent;
  }

  private void finish(OperationAnswer answer, byte[] rest) {
    if (!over) {
      if (rest.length > 0 || !begun) {
        put(answer, rest);
      }
      over = true;
      wire.end();
    }
  }

  private void put(OperationAnswer answer, byte[] chunk) {
    wire.send(begun ? null : answer, chunk);
    begun = true;
  }

  private void goOn() {
    if (waiting != null && wire.ready()) {
      waiting.complete(null);
      waiting = null;
    }
  }

  private void stop() {
    over = true;
    if (running != null) {
      running.cancel();
    }
    if (waiting != null) {
      waiting.completeExceptionally(new IOException("the client went away"));
      waiting = null;
    }
  }
}
