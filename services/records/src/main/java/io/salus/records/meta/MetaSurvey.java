package io.salus.records.meta;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.R4;
import io.salus.records.store.Json;
import io.salus.records.store.NumberedReader;
import io.salus.records.store.TypeNumbers;
import io.salus.service.errors.AppException.Busy;
import io.salus.service.errors.AppException.TooCostly;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * What the metas of all resources of a type, or of all types, hold together. The index knows these
 * values by their hashes alone, so every resource is looked at, for a bounded time.
 */
@ApplicationScoped
class MetaSurvey {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int AT_ONCE = 2;
  private static final int PORTION = 2000;

  private final TypeNumbers numbers;
  private final NumberedReader reader;
  private final TenantTransactions transactions;
  private final Semaphore places = new Semaphore(AT_ONCE);

  MetaSurvey(TypeNumbers numbers, NumberedReader reader, TenantTransactions transactions) {
    this.numbers = numbers;
    this.reader = reader;
    this.transactions = transactions;
  }

  /** Of one type; Forbidden when the caller may not search it. */
  Uni<JsonNode> ofType(Caller caller, String type) {
    caller.requireFhir(type, 's');
    return of(caller, List.of(type));
  }

  /** Of all types that the caller may search. */
  Uni<JsonNode> ofAll(Caller caller) {
    List<String> granted =
        R4.resourceTypes().stream().filter(type -> caller.hasFhir(type, 's')).toList();
    if (granted.isEmpty()) {
      caller.requireFhir("*", 's');
    }
    return of(caller, granted);
  }

  private Uni<JsonNode> of(Caller caller, List<String> types) {
    return Uni.createFrom()
        .item(() -> look(caller, types))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  private JsonNode look(Caller caller, List<String> types) {
    if (!places.tryAcquire()) {
      throw new Busy("Too many look through all resources now.", Duration.ofSeconds(5));
    }
    try {
      long end = System.nanoTime() + LONGEST.toNanos();
      MetaUnion union = new MetaUnion();
      for (String type : types) {
        long after = 0;
        for (long[] portion = portion(caller, type, after);
            portion.length > 0;
            portion = portion(caller, type, after)) {
          add(caller, type, portion, union);
          after = portion[portion.length - 1];
          if (System.nanoTime() > end) {
            throw new TooCostly(
                "There are too many resources to look through; ask for one type, or search by"
                    + " _tag, _profile or _security.");
          }
        }
      }
      return union.meta();
    } finally {
      places.release();
    }
  }

  private long[] portion(Caller caller, String type, long after) {
    String patient = caller.patient();
    var range = new TypeNumbers.Range(0, Long.MAX_VALUE, patient == null ? null : List.of(patient));
    return transactions.call(caller, () -> numbers.of(caller, type, range, after, PORTION));
  }

  private void add(Caller caller, String type, long[] portion, MetaUnion union) {
    transactions.call(
        caller,
        () -> {
          try {
            reader.forEach(
                caller.tenant(),
                portion,
                (at, version) -> {
                  if (version.type().equals(type)) {
                    union.add(Json.parse(version.json()).path("meta"));
                  }
                });
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return union;
        });
  }
}
