package io.salus.service.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.ServerCallStreamObserver;
import io.salus.service.errors.GrpcErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;

/**
 * A file on its way out as a stream of messages, no faster than the client takes them. For methods
 * of the plain gRPC base that run on threads that may wait; the framework's Multi asks its source
 * for everything at once.
 *
 * @param <T> message that carries a piece
 */
public final class FileSender<T> {
  /** The server copies a message for each frame, so pieces are small. */
  private static final int PIECE = 64 * 1024;

  private final InputStream file;
  private final ServerCallStreamObserver<T> out;
  private final Function<ByteString, T> message;
  private boolean ended;

  private FileSender(
      InputStream file, ServerCallStreamObserver<T> out, Function<ByteString, T> message) {
    this.file = file;
    this.out = out;
    this.message = message;
  }

  /** Sends a file and closes it, whatever becomes of the call. Call it before the handler ends. */
  public static <T> void send(
      InputStream file, ServerCallStreamObserver<T> out, Function<ByteString, T> message) {
    FileSender<T> sender = new FileSender<>(file, out, message);
    out.setOnCancelHandler(sender::close);
    out.setOnReadyHandler(sender::send);
    sender.send();
  }

  private synchronized void send() {
    try {
      while (!ended && out.isReady()) {
        byte[] piece = file.readNBytes(PIECE);
        if (piece.length > 0) {
          out.onNext(message.apply(UnsafeByteOperations.unsafeWrap(piece)));
        } else {
          close();
          out.onCompleted();
        }
      }
    } catch (IOException | RuntimeException e) {
      close();
      out.onError(GrpcErrors.toStatus(e));
    }
  }

  /** Doing it twice does no harm. */
  private synchronized void close() {
    ended = true;
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a file cannot be closed", e);
    }
  }
}
