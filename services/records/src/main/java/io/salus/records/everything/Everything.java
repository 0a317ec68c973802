package io.salus.records.everything;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.store.NumberedReader;
import io.salus.records.store.ResourceId;
import io.salus.records.store.Surroundings;
import io.salus.records.store.Surroundings.Member;
import io.salus.records.store.Surroundings.Wish;
import io.salus.records.store.TenantHash;
import io.salus.records.store.TenantHashes;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/**
 * What the operations have in common: the numbers of all that belongs together by one statement,
 * then the page of them that is asked for, streamed.
 */
@ApplicationScoped
class Everything {
  private final Surroundings surroundings;
  private final NumberedReader reader;
  private final TenantTransactions transactions;
  private final TenantHashes hashes;

  /** For the pages that follow soon; any other finds it anew and goes on at the same number. */
  private final Cache<Asked, List<Member>> found =
      Caffeine.newBuilder()
          .maximumWeight(500_000)
          .weigher((Asked asked, List<Member> members) -> members.size())
          .expireAfterWrite(Duration.ofMinutes(1))
          .build();

  Everything(
      Surroundings surroundings,
      NumberedReader reader,
      TenantTransactions transactions,
      TenantHashes hashes) {
    this.surroundings = surroundings;
    this.reader = reader;
    this.transactions = transactions;
    this.hashes = hashes;
  }

  /** Finds all that belongs to a resource of a number, itself first. */
  interface Selection {
    List<Member> of(Surroundings surroundings, long number, EverythingQuery query);
  }

  Uni<OperationAnswer> answer(
      Caller caller, OperationCall call, ResourceId about, Selection selection) {
    return hashes
        .of(caller.tenant())
        .flatMap(
            hash ->
                Uni.createFrom()
                    .item(() -> find(caller, call, hash, about, selection))
                    .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
  }

  private OperationAnswer find(
      Caller caller, OperationCall call, TenantHash hash, ResourceId about, Selection selection) {
    EverythingQuery query = EverythingQuery.of(caller, call);
    List<Member> all = transactions.call(caller, () -> members(caller, about, query, selection));
    EverythingPage page = EverythingPage.of(hash, caller, about, query, all);
    if (!page.next().isEmpty() && caller.patient() == null) {
      found.put(new Asked(caller.tenant(), about, query.wish()), all);
    }
    String self =
        call.baseUrl()
            + "/"
            + about
            + "/$everything"
            + (query.given().isEmpty() ? "" : "?" + query.given());
    String next =
        page.next().isEmpty()
            ? ""
            : self + (query.given().isEmpty() ? "?" : "&") + "_page=" + page.next();
    long total = all.stream().filter(Member::itself).count();
    return OperationAnswer.streamed(
        OperationAnswer.FHIR_JSON,
        new EverythingBundle(
            transactions,
            reader,
            caller,
            call.baseUrl(),
            EverythingBundle.head(total, self, next),
            page.members()));
  }

  private List<Member> members(
      Caller caller, ResourceId about, EverythingQuery query, Selection selection) {
    long number =
        surroundings
            .number(caller, about)
            .orElseThrow(() -> new NotFound("There is no such " + about.type() + "."));
    // What a patient may see is looked up anew for every page.
    List<Member> known =
        query.page().isEmpty() || caller.patient() != null
            ? null
            : found.getIfPresent(new Asked(caller.tenant(), about, query.wish()));
    return known == null ? selection.of(surroundings, number, query) : known;
  }

  private record Asked(String tenant, ResourceId about, Wish wish) {}
}
