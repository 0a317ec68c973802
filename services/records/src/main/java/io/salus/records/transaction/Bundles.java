package io.salus.records.transaction;

import io.salus.records.store.HeavyWork;
import io.salus.records.store.Json;
import io.salus.records.store.TenantHash;
import io.salus.records.store.TenantHashes;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.TooLarge;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** The batch and transaction interactions. */
@ApplicationScoped
public class Bundles {
  /** Bytes that are held until all is answered, below the 64 MB that a gRPC message may have. */
  private static final long MOST_READ = 48 << 20;

  private static final EntryAnswer TOO_MUCH =
      new EntryAnswer.Failed(
          new TooLarge("What the entries before this one read is larger than 48 MB already."));

  private final TenantHashes hashes;
  private final Writer writer;
  private final EntryReads reads;
  private final HeavyWork heavyWork;

  Bundles(TenantHashes hashes, Writer writer, EntryReads reads, HeavyWork heavyWork) {
    this.hashes = hashes;
    this.writer = writer;
    this.reads = reads;
    this.heavyWork = heavyWork;
  }

  /** A Bundle of type batch-response or transaction-response. */
  public Uni<byte[]> submit(Caller caller, byte[] json, String baseUrl) {
    return submit(caller, json, baseUrl, false);
  }

  /**
   * The same.
   *
   * @param representation whether it holds what was written
   */
  public Uni<byte[]> submit(Caller caller, byte[] json, String baseUrl, boolean representation) {
    return hashes
        .of(caller.tenant())
        .flatMap(
            hash ->
                heavyWork
                    .compute(
                        () ->
                            BundlePlan.of(Json.parse(json), new EntryParser(caller, hash, baseUrl)))
                    .flatMap(plan -> run(caller, hash, plan, baseUrl, representation)));
  }

  private Uni<byte[]> run(
      Caller caller, TenantHash hash, BundlePlan plan, String baseUrl, boolean representation) {
    Writer.Task task = new Writer.Task(caller, hash, plan.byFullUrl(), plan.transaction());
    return write(task, plan)
        .flatMap(
            written ->
                reads(caller, plan, baseUrl)
                    .map(read -> answer(plan, written, read, representation)));
  }

  private Uni<Map<Draft, WriteOutcome>> write(Writer.Task task, BundlePlan plan) {
    List<Draft> drafts = plan.drafts();
    if (drafts.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    if (plan.transaction()) {
      return writer.write(task, drafts);
    }
    Uni<Map<Draft, WriteOutcome>> all = Uni.createFrom().item(HashMap::new);
    for (List<Draft> chunk : plan.chunks()) {
      all = all.flatMap(done -> writeChunk(task, chunk).invoke(done::putAll).replaceWith(done));
    }
    return all;
  }

  /**
   * An entry may refer by condition to one that stands before it in the same chunk: what could not
   * be resolved is tried again as long as something was written.
   */
  private Uni<Map<Draft, WriteOutcome>> writeChunk(Writer.Task task, List<Draft> chunk) {
    return writer
        .write(task, chunk)
        .flatMap(
            done -> {
              List<Draft> unresolved = new ArrayList<>();
              done.forEach(
                  (draft, outcome) -> {
                    if (outcome instanceof WriteOutcome.Failed failed && failed.unresolved()) {
                      unresolved.add(draft);
                    }
                  });
              if (unresolved.isEmpty() || unresolved.size() == done.size()) {
                return Uni.createFrom().item(done);
              }
              return writeChunk(task, unresolved).invoke(done::putAll).replaceWith(done);
            });
  }

  private Uni<Map<Integer, EntryAnswer>> reads(Caller caller, BundlePlan plan, String baseUrl) {
    Uni<Map<Integer, EntryAnswer>> all = Uni.createFrom().item(HashMap::new);
    AtomicLong size = new AtomicLong();
    for (int i = 0; i < plan.items().size(); i++) {
      int index = i;
      if (plan.items().get(i) instanceof Item.Read read) {
        all =
            all.flatMap(
                done ->
                    (size.get() > MOST_READ
                            ? Uni.createFrom().item(TOO_MUCH)
                            : reads.read(caller, read, baseUrl, index))
                        .map(
                            answer -> size.addAndGet(answer.size()) > MOST_READ ? TOO_MUCH : answer)
                        .invoke(answer -> done.put(index, answer))
                        .replaceWith(done));
      }
    }
    return all;
  }

  private static byte[] answer(
      BundlePlan plan,
      Map<Draft, WriteOutcome> written,
      Map<Integer, EntryAnswer> read,
      boolean representation) {
    BundleAnswer answer =
        new BundleAnswer(
            plan.transaction() ? "transaction-response" : "batch-response", representation);
    for (int i = 0; i < plan.items().size(); i++) {
      switch (plan.items().get(i)) {
        case Item.Write(Draft draft) -> answer.add(Objects.requireNonNull(written.get(draft)));
        case Item.Read ignored -> answer.add(Objects.requireNonNull(read.get(i)));
        case Item.Bad(AppException error) -> answer.add(error);
      }
    }
    return answer.finish();
  }
}
