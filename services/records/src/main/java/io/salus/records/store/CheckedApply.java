package io.salus.records.store;

import io.salus.records.store.ApplyResult.Reason;
import io.salus.records.store.ApplyResult.Refusal;
import io.salus.records.store.ApplyResult.Refused;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/**
 * A write under conditions that only a statement can check: in one transaction the locks of the
 * write are taken, the conditions are asked once more, and all is written.
 */
final class CheckedApply {
  private static final String LOCK = "select lock_changes($1, $2, $3)";

  private final Postgres postgres;

  CheckedApply(Postgres postgres) {
    this.postgres = postgres;
  }

  Uni<ApplyResult> apply(List<Expectation> searched, Tuple locks, Tuple arguments) {
    return postgres.transaction(
        connection ->
            connection
                .preparedQuery(LOCK)
                .execute(locks)
                .compose(locked -> asExpected(connection, searched, 0))
                .compose(
                    expected ->
                        expected
                            ? connection
                                .preparedQuery(ApplyCall.SQL)
                                .execute(arguments)
                                .map(ApplyCall::result)
                            : Future.succeededFuture(
                                new Refused(List.of(new Refusal(Reason.STALE_CONDITION, 0))))));
  }

  private static Future<Boolean> asExpected(
      SqlConnection connection, List<Expectation> searched, int index) {
    if (index == searched.size()) {
      return Future.succeededFuture(true);
    }
    Expectation expectation = searched.get(index);
    Condition.Statement statement = expectation.condition().statement();
    List<String> wanted = expectation.id().isEmpty() ? List.of() : List.of(expectation.id());
    return connection
        .preparedQuery(statement.sql())
        .execute(Tuple.tuple(statement.arguments()))
        .compose(
            rows ->
                wanted.equals(List.of(rows.iterator().next().getArrayOfStrings(0)))
                    ? asExpected(connection, searched, index + 1)
                    : Future.succeededFuture(false));
  }
}
