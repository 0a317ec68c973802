package io.salus.records.binary;

import io.salus.service.grpc.InTurn;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sends a stream in pieces, one whenever the client can take it. */
final class ContentSender {
  private static final int PIECE = 64 * 1024;

  private final InTurn turn = new InTurn(Infrastructure.getDefaultWorkerPool());
  private final Out out;
  private BinaryReads.@Nullable Answer answer;
  private long left;
  private boolean begun;
  private boolean over;

  ContentSender(Out out) {
    this.out = out;
  }

  /** Where the pieces go. */
  interface Out {
    boolean ready();

    /**
     * @param head with the first piece, else null
     */
    void send(BinaryReads.@Nullable Answer head, byte[] piece);

    void end();

    void fail(Exception e);
  }

  /** Makes what is sent. */
  interface Source {
    BinaryReads.Answer open() throws IOException;
  }

  /**
   * @param limit bytes at most; 0 for all
   */
  void start(Source source, long limit) {
    left = limit == 0 ? Long.MAX_VALUE : limit;
    turn.run(
        () -> {
          try {
            answer = source.open();
            send();
          } catch (IOException | RuntimeException e) {
            fail(e);
          }
        });
  }

  void ready() {
    turn.run(
        () -> {
          try {
            send();
          } catch (IOException | RuntimeException e) {
            fail(e);
          }
        });
  }

  void cancel() {
    turn.run(this::close);
  }

  private void send() throws IOException {
    BinaryReads.Answer present = answer;
    if (present == null) {
      return;
    }
    while (!over && out.ready()) {
      byte[] piece = present.in().readNBytes((int) Math.min(PIECE, left));
      left -= piece.length;
      if (piece.length > 0 || !begun) {
        out.send(begun ? null : present, piece);
        begun = true;
      }
      if (piece.length == 0 || left == 0) {
        close();
        out.end();
      }
    }
  }

  private void fail(Exception e) {
    if (!over) {
      close();
      out.fail(e);
    }
  }

  private void close() {
    over = true;
    BinaryReads.Answer present = answer;
    if (present != null) {
      answer = null;
      try {
        present.in().close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("content cannot be closed", e);
      }
    }
  }
}
