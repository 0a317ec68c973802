package io.salus.records.store;

import io.netty.channel.EventLoop;
import io.salus.service.errors.AppException.Busy;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads by id. Those that wait while a statement is under way are sent together in the next one,
 * since most of a read's cost is the message that asks and the message that answers. Nobody waits
 * for company: an event loop with nothing under way sends what it has.
 */
@ApplicationScoped
class GatheredReads {
  private static final String READ = "select * from read_resources($1,$2,$3,$4)";

  /** So that a read from a cold disk does not hold up all that come after it. */
  private static final int STATEMENTS = 2;

  private static final int MOST_TOGETHER = 64;

  private final Vertx vertx;
  private final Postgres postgres;
  private final int mostWaiting;
  private final Map<EventLoop, Line> lines = new ConcurrentHashMap<>();

  GatheredReads(Vertx vertx, Postgres postgres, StoreConfig config) {
    this.vertx = vertx;
    this.postgres = postgres;
    this.mostWaiting = config.waiting();
  }

  /** The present version, as {@link ResourceStore#read}. */
  Uni<Optional<StoredVersion>> read(String tenant, @Nullable Long patient, String type, String id) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
              Read read = new Read(context, tenant, patient, new ResourceId(type, id), emitter);
              Line line = lines.computeIfAbsent(context.nettyEventLoop(), loop -> new Line());
              if (context.inThread()) {
                line.add(read);
              } else {
                context.nettyEventLoop().execute(() -> line.add(read));
              }
            });
  }

  /** Several present versions in one statement; null where there is none. */
  Uni<List<@Nullable StoredVersion>> together(
      String tenant, @Nullable Long patient, List<ResourceId> resources) {
    String[] types = resources.stream().map(ResourceId::type).toArray(String[]::new);
    String[] ids = resources.stream().map(ResourceId::id).toArray(String[]::new);
    return postgres
        .fast(READ, Tuple.of(tenant, patient, types, ids))
        .map(
            rows -> {
              @Nullable StoredVersion[] found = new StoredVersion[types.length];
              for (Row row : rows) {
                int place = row.getInteger(0) - 1;
                Buffer packed = row.getBuffer(3);
                found[place] =
                    new StoredVersion(
                        types[place],
                        ids[place],
                        row.getInteger(1),
                        row.getOffsetDateTime(2),
                        packed == null ? "DELETE" : "PUT",
                        packed == null ? null : Body.stored(packed.getBytes()));
              }
              return Arrays.asList(found);
            });
  }

  private record Read(
      ContextInternal context,
      String tenant,
      @Nullable Long patient,
      ResourceId resource,
      UniEmitter<? super Optional<StoredVersion>> emitter) {

    boolean goesWith(Read other) {
      return tenant.equals(other.tenant) && Objects.equals(patient, other.patient);
    }

    void answer(Optional<StoredVersion> found) {
      context.dispatch(() -> emitter.complete(found));
    }

    void fail(Throwable failure) {
      context.dispatch(() -> emitter.fail(failure));
    }
  }

  /** What waits on one event loop; only its thread comes here. */
  private final class Line {
    private final ArrayDeque<Read> waiting = new ArrayDeque<>();
    private int underWay;
    private boolean due;

    void add(Read read) {
      if (waiting.size() >= mostWaiting) {
        read.fail(new Busy("The record store has too much to do.", Duration.ofSeconds(1)));
        return;
      }
      waiting.add(read);
      if (!due && underWay < STATEMENTS) {
        // Behind whatever else the loop has just received.
        due = true;
        read.context().nettyEventLoop().execute(this::send);
      }
    }

    private void send() {
      due = false;
      while (underWay < STATEMENTS && !waiting.isEmpty()) {
        send(together());
      }
    }

    private List<Read> together() {
      List<Read> reads = new ArrayList<>();
      Iterator<Read> candidates = waiting.iterator();
      while (candidates.hasNext() && reads.size() < MOST_TOGETHER) {
        Read candidate = candidates.next();
        if (reads.isEmpty() || candidate.goesWith(reads.getFirst())) {
          reads.add(candidate);
          candidates.remove();
        }
      }
      return reads;
    }

    private void send(List<Read> reads) {
      underWay++;
      Read first = reads.getFirst();
      List<ResourceId> resources = reads.stream().map(Read::resource).toList();
      first
          .context()
          .unwrap()
          .dispatch(
              () ->
                  GatheredReads.this
                      .together(first.tenant(), first.patient(), resources)
                      .subscribe()
                      .with(
                          found -> done(first, () -> answer(reads, found)),
                          failure -> done(first, () -> reads.forEach(read -> read.fail(failure)))));
    }

    /** A statement that was tried again ends on another thread. */
    private void done(Read first, Runnable answer) {
      if (!first.context().inThread()) {
        first.context().nettyEventLoop().execute(() -> done(first, answer));
        return;
      }
      underWay--;
      send();
      answer.run();
    }

    private void answer(List<Read> reads, List<@Nullable StoredVersion> found) {
      for (int i = 0; i < reads.size(); i++) {
        reads.get(i).answer(Optional.ofNullable(found.get(i)));
      }
    }
  }
}
