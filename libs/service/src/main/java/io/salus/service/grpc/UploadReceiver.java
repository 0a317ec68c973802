package io.salus.service.grpc;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.salus.service.errors.AppException;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.storage.Upload;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that brings content: pieces one after the other, each on a thread that may wait, and the
 * next is asked for when the last one is on the disk. Whatever ends the call deletes the draft.
 *
 * @param <Q> a piece
 * @param <R> the answer
 */
public final class UploadReceiver<Q, R> implements StreamObserver<Q> {
  private final ServerCallStreamObserver<R> out;
  private final Begin<Q, R> begin;
  private final Function<Q, ByteString> chunk;
  private final Supplier<AppException> nothing;
  private final InTurn turn = new InTurn(Infrastructure.getDefaultWorkerPool());
  private @Nullable Begun<R> begun;
  private boolean over;

  /** What the first message says; it brings content, too. */
  public interface Begin<Q, R> {
    Begun<R> begin(Q first) throws IOException;
  }

  /** Keeps all that came. */
  public interface Finish<R> {
    R finish(Upload whole) throws IOException;
  }

  /** Where the content goes, and what is done with it at the end. */
  public record Begun<R>(Upload upload, Finish<R> finish) {}

  /**
   * @param nothing what to say of a call without a message
   */
  public UploadReceiver(
      ServerCallStreamObserver<R> out,
      Begin<Q, R> begin,
      Function<Q, ByteString> chunk,
      Supplier<AppException> nothing) {
    this.out = out;
    this.begin = begin;
    this.chunk = chunk;
    this.nothing = nothing;
    out.disableAutoRequest();
    out.setOnCancelHandler(() -> turn.run(this::drop));
    out.request(1);
  }

  @Override
  public void onNext(Q message) {
    turn.run(() -> receive(message));
  }

  @Override
  public void onError(Throwable gone) {
    turn.run(this::drop);
  }

  @Override
  public void onCompleted() {
    turn.run(this::store);
  }

  private void receive(Q message) {
    if (over) {
      return;
    }
    try {
      Begun<R> present = begun;
      if (present == null) {
        present = begin.begin(message);
        begun = present;
      }
      present.upload().add(chunk.apply(message).toByteArray());
      out.request(1);
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private void store() {
    if (over) {
      return;
    }
    try {
      Begun<R> whole = begun;
      if (whole == null) {
        throw nothing.get();
      }
      R answer = whole.finish().finish(whole.upload());
      drop();
      out.onNext(answer);
      out.onCompleted();
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private void fail(Exception e) {
    drop();
    out.onError(GrpcErrors.toStatus(e));
  }

  private void drop() {
    over = true;
    try {
      if (begun != null) {
        begun.upload().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a draft cannot be deleted", e);
    }
  }
}
