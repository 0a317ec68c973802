package io.salus.service.body;

import io.salus.service.errors.AppException.Busy;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of bodies that may be in hand together. What does not fit beside the others waits for them
 * for a while before it is refused: a few large ones at once are slow, not failed.
 */
public final class ByteBudget {
  /** Clients wait half a minute, as a rule. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Whoever waits may hold a body in memory already. */
  private static final int MOST_WAITING = 64;

  private final long most;
  private final Duration patience;
  private final AtomicLong taken = new AtomicLong();
  private final Queue<Place> waiting = new ConcurrentLinkedQueue<>();

  public ByteBudget(long most) {
    this(most, PATIENCE);
  }

  ByteBudget(long most, Duration patience) {
    this.most = most;
    this.patience = patience;
  }

  /** Takes so many bytes now, or none when they are not free. */
  public boolean take(long bytes) {
    long now = taken.get();
    while (now + bytes <= most) {
      if (taken.compareAndSet(now, now + bytes)) {
        return true;
      }
      now = taken.get();
    }
    return false;
  }

  public void giveBack(long bytes) {
    taken.addAndGet(-bytes);
    letIn();
  }

  public long taken() {
    return taken.get();
  }

  /** What is told when bytes are not free. */
  public static Busy busy() {
    return new Busy("Too many large requests at once; try again shortly.", Duration.ofSeconds(2));
  }

  /** A place for a body of so many bytes, which nobody has taken yet. */
  public Place place(long bytes) {
    return new Place(bytes);
  }

  /** Does the work while so many bytes count for it. */
  public <T> Uni<T> with(long bytes, Supplier<Uni<T>> work) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Place place = place(bytes);
              return place
                  .entered()
                  .flatMap(in -> work.get())
                  .onTermination()
                  .invoke(() -> place.leave());
            });
  }

  private void letIn() {
    waiting.forEach(Place::enter);
  }

  /** Of one body: it waits, is in, and leaves. */
  public final class Place {
    private final long bytes;
    private boolean in;
    private boolean gone;
    private @Nullable UniEmitter<? super Place> whoWaits;

    private Place(long bytes) {
      this.bytes = bytes;
    }

    /**
     * Itself once its bytes are free and taken, on the context of who asks; {@link Busy} when they
     * are not for too long, or too many wait. To be asked for once.
     */
    public Uni<Place> entered() {
      if (enter()) {
        return Uni.createFrom().item(this);
      }
      if (waiting.size() >= MOST_WAITING) {
        return Uni.createFrom().failure(busy());
      }
      Uni<Place> later =
          Uni.createFrom()
              .<Place>emitter(this::await)
              .ifNoItem()
              .after(patience)
              .failWith(ByteBudget::busy)
              .onFailure()
              .invoke(() -> leave());
      Context context = Vertx.currentContext();
      return context == null
          ? later
          : later.emitOn(task -> context.runOnContext(ignored -> task.run()));
    }

    private void await(UniEmitter<? super Place> emitter) {
      synchronized (this) {
        if (gone) {
          return;
        }
        whoWaits = emitter;
        waiting.add(this);
      }
      // They may have become free since this looked.
      enter();
    }

    /** Takes its bytes if they are free now. */
    public boolean enter() {
      UniEmitter<? super Place> told;
      synchronized (this) {
        if (in || gone || !take(bytes)) {
          return false;
        }
        in = true;
        told = whoWaits;
        waiting.remove(this);
      }
      if (told != null) {
        told.complete(this);
      }
      return true;
    }

    /** Gives back what was taken, or waits no more; once or more often. */
    public void leave() {
      boolean taken;
      synchronized (this) {
        taken = in && !gone;
        gone = true;
        waiting.remove(this);
      }
      if (taken) {
        giveBack(bytes);
      }
    }
  }
}
