package io.salus.inference.monitoring;

import io.salus.inference.prediction.OpenPrediction;
import io.salus.inference.prediction.PastPredictions;
import io.salus.inference.records.OutcomeAnswer;
import io.salus.inference.records.RecordsClient;
import io.salus.inference.registry.ModelVersion;
import io.salus.jobs.JobContext;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.Unprocessable;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the record what became of predictions whose period is over. Each answer is kept at once and
 * says when it was asked for, so that the next attempt of the job goes on behind the last one.
 */
final class OutcomeJoin {
  private static final int PAGE = 200;
  private final PastPredictions predictions;
  private final RecordsClient records;
  private final JobContext job;
  private final Duration askAgain;

  OutcomeJoin(
      PastPredictions predictions, RecordsClient records, JobContext job, Duration askAgain) {
    this.predictions = predictions;
    this.records = records;
    this.job = job;
    this.askAgain = askAgain;
  }

  /** In which an outcome of the model has to come; null where no feature set says what it is. */
  @Nullable Period period(ModelVersion model) {
    if (model.featureSet().isEmpty()) {
      return null;
    }
    try {
      String within =
          records.labelWithin(job.bearerToken(), model.featureSet(), model.featureSetVersion());
      return within.isEmpty() ? null : Period.parse(within);
    } catch (NotFound e) {
      return null;
    }
  }

  /**
   * Keeps what the record knows.
   *
   * @param share of the job that is done by now
   * @return outcomes that were not known before
   */
  int of(ModelVersion model, Period period, double share) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Instant over = now.atOffset(ZoneOffset.UTC).minus(period).toInstant();
    int asked = 0;
    int found = 0;
    while (true) {
      List<OpenPrediction> page =
          predictions.open(job.caller(), model.id(), over, now.minus(askAgain), PAGE);
      String token = job.bearerToken();
      for (OpenPrediction one : page) {
        job.progress(
            share,
            "asking what became of predictions of %s, version %d: %d so far"
                .formatted(model.name(), model.version(), asked));
        Boolean came = ask(token, model, one, now);
        predictions.answer(job.caller(), one.id(), came, now);
        asked++;
        found += came == null ? 0 : 1;
      }
      if (page.size() < PAGE) {
        return found;
      }
    }
  }

  private @Nullable Boolean ask(String token, ModelVersion model, OpenPrediction one, Instant now) {
    try {
      OutcomeAnswer answer =
          records.outcome(
              token, model.featureSet(), model.featureSetVersion(), one.patient(), one.asOf(), now);
      return answer.sha256().equals(model.featureSetSha256()) ? answer.came() : null;
    } catch (NotFound | Unprocessable e) {
      // The patient is not there any more, or something in the record is of no use to the views.
      return null;
    }
  }
}
