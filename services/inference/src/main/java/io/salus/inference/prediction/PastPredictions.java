package io.salus.inference.prediction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stored predictions of a model, and what became of them. */
@ApplicationScoped
public class PastPredictions {
  /** More would take minutes to judge, and say no more. */
  public static final int MOST = 10_000;

  private final PredictionTable table;
  private final TenantTransactions transactions;
  private final SealedValues values;
  private final ObjectMapper json;

  PastPredictions(
      PredictionTable table,
      TenantTransactions transactions,
      SealedValues values,
      ObjectMapper json) {
    this.table = table;
    this.values = values;
    this.transactions = transactions;
    this.json = json;
  }

  /** Those that were made from one moment on until before another; the newest {@link #MOST}. */
  public List<PastPrediction> of(Caller caller, UUID model, Instant from, Instant to) {
    return transactions.call(
        caller, () -> table.window(model, from, to, MOST).stream().map(this::value).toList());
  }

  /** Keeps whether what was predicted came. Said again, the last report holds. */
  public void report(Caller caller, String id, boolean happened) {
    caller.require(Predictions.SCOPE);
    if (caller.patientContext().isPresent()) {
      throw new Forbidden("What became of a prediction is for clinicians to report.");
    }
    UUID key = key(id);
    int rows =
        transactions.call(
            caller,
            () ->
                table.update(
                    "happened = ?1, happenedReportedAt = ?2, happenedReportedBy = ?3 where id = ?4",
                    happened,
                    Instant.now().truncatedTo(ChronoUnit.MICROS),
                    caller.subject(),
                    key));
    if (rows == 0) {
      throw missing();
    }
  }

  /** Versions that the tenant has predictions of. */
  public List<UUID> models(Caller caller) {
    return transactions.call(caller, table::models);
  }

  /**
   * Predictions of which nobody knows yet what became of them.
   *
   * @param latest moment of the newest inputs
   * @param notAskedSince those that were asked after later than this are left out
   */
  public List<OpenPrediction> open(
      Caller caller, UUID model, Instant latest, Instant notAskedSince, int most) {
    return transactions.call(caller, () -> table.open(model, latest, notAskedSince, most));
  }

  /** Keeps what the record said, unless somebody has reported it meanwhile. */
  public void answer(Caller caller, UUID id, @Nullable Boolean came, Instant askedAt) {
    caller.require(Predictions.SCOPE);
    transactions.run(
        caller,
        () -> {
          if (came == null) {
            table.update("outcomeAskedAt = ?1 where id = ?2", askedAt, id);
          } else {
            table.update(
                "outcomeAskedAt = ?1, happened = ?2, happenedReportedAt = ?1,"
                    + " happenedReportedBy = ?3 where id = ?4 and happened is null",
                askedAt,
                came,
                caller.subject(),
                id);
          }
        });
  }

  private static UUID key(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw missing();
    }
  }

  private static NotFound missing() {
    return new NotFound("There is no such prediction.");
  }

  private PastPrediction value(PredictionEntity row) {
    try {
      return new PastPrediction(
          row.patient, json.readTree(values.of(row).inputs()), row.probability, row.happened);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored prediction holds what is no JSON");
    }
  }
}
