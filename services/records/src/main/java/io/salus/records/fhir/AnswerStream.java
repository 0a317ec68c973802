package io.salus.records.fhir;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * What a body writer writes into: full chunks go out, and while one of them is on its way the
 * writer may fill the next, no further.
 */
final class AnswerStream extends OutputStream {
  static final int CHUNK = 64 << 10;

  /** Where chunks go. */
  interface Sink {
    /** Completes when the client wants more; fails when it went away. */
    CompletableFuture<Void> send(byte[] chunk);
  }

  private final Sink sink;
  private final byte[] buffer = new byte[CHUNK];
  private int filled;
  private CompletableFuture<Void> sent = CompletableFuture.completedFuture(null);

  AnswerStream(Sink sink) {
    this.sink = sink;
  }

  @Override
  public void write(int b) throws IOException {
    if (filled == CHUNK) {
      flush();
    }
    buffer[filled++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int at = from;
    int left = length;
    while (left > 0) {
      if (filled == CHUNK) {
        flush();
      }
      int part = Math.min(left, CHUNK - filled);
      System.arraycopy(bytes, at, buffer, filled, part);
      filled += part;
      at += part;
      left -= part;
    }
  }

  @Override
  public void flush() throws IOException {
    if (filled > 0) {
      await();
      sent = sink.send(Arrays.copyOf(buffer, filled));
      filled = 0;
    }
  }

  /** The last bytes, which are not sent yet when something can still be an error. */
  byte[] rest() throws IOException {
    await();
    return Arrays.copyOf(buffer, filled);
  }

  private void await() throws IOException {
    try {
      sent.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the service is stopping", e);
    } catch (ExecutionException e) {
      throw new IOException("the client went away", e.getCause());
    }
  }
}
