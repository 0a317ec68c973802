package io.salus.inference.cds;

import io.salus.inference.artefact.Sha256;
import io.salus.inference.prediction.Prediction;
import io.salus.inference.prediction.Predictions;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.id.TimeOrderedId;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Keeps what people did with cards, beside the predictions that the cards showed. */
@ApplicationScoped
class Feedback {
  private static final int MOST = 100;
  private static final int LONGEST_TEXT = 4000;
  private static final int LONGEST_CODE = 256;

  /** Clients' clocks are not ours. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final Predictions predictions;
  private final FeedbackTable table;
  private final TenantTransactions transactions;

  Feedback(Predictions predictions, FeedbackTable table, TenantTransactions transactions) {
    this.predictions = predictions;
    this.table = table;
    this.transactions = transactions;
  }

  /**
   * Keeps all of it or nothing.
   *
   * @param model whose cards they must be, or empty for any
   * @return how many were new; the same one again is not kept twice
   * @throws NotFound when a card is none that the caller may know of
   * @throws InvalidInput names the field that does not fit
   */
  int record(Caller caller, String model, List<CardFeedback> given) {
    if (given.isEmpty() || given.size() > MOST) {
      throw new InvalidInput("Between 1 and " + MOST + " entries come at once.", "feedback");
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    List<FeedbackEntity> rows = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String place = "feedback[" + i + "]";
      CardFeedback one = given.get(i);
      check(one, now, place);
      Prediction prediction = predictionOf(caller, one, place);
      if (!model.isEmpty() && !prediction.model().equals(model)) {
        throw new NotFound("The card of " + place + " is not of this service.");
      }
      rows.add(row(caller, prediction.id(), one, now));
    }
    return transactions.call(caller, () -> rows.stream().mapToInt(table::add).sum());
  }

  /** Of one prediction that the caller may see, oldest first. Throws {@link NotFound}. */
  List<CardFeedback> of(Caller caller, String prediction) {
    UUID id = predictions.get(caller, prediction).id();
    return transactions.call(
        caller, () -> table.of(id).stream().map(FeedbackEntity::value).toList());
  }

  private Prediction predictionOf(Caller caller, CardFeedback one, String place) {
    try {
      return predictions.get(caller, one.prediction());
    } catch (NotFound e) {
      throw new NotFound("There is no card of " + place + ".");
    }
  }

  private static void check(CardFeedback one, Instant now, String place) {
    if (one.accepted() && one.acceptedSuggestions().isEmpty()) {
      throw new InvalidInput(
          "What was accepted names its suggestions.", place + ".acceptedSuggestions");
    }
    if (one.acceptedSuggestions().size() > MOST
        || one.acceptedSuggestions().stream().anyMatch(id -> !isCode(id))) {
      throw new InvalidInput("A suggestion is named by its id.", place + ".acceptedSuggestions");
    }
    if (one.accepted() && !one.reason().isEmpty()) {
      throw new InvalidInput("A reason belongs to what was overridden.", place + ".overrideReason");
    }
    if (!one.accepted() && !one.acceptedSuggestions().isEmpty()) {
      throw new InvalidInput(
          "Suggestions belong to what was accepted.", place + ".acceptedSuggestions");
    }
    CardFeedback.Reason reason = one.reason();
    if (reason.comment().length() > LONGEST_TEXT
        || reason.display().length() > LONGEST_TEXT
        || reason.code().length() > LONGEST_CODE
        || reason.system().length() > LONGEST_CODE) {
      throw new InvalidInput("The reason is too long.", place + ".overrideReason");
    }
    if (one.outcomeAt().isAfter(now.plus(AHEAD))) {
      throw new InvalidInput("That time is in the future.", place + ".outcomeTimestamp");
    }
  }

  private static boolean isCode(String id) {
    return !id.isBlank() && id.length() <= LONGEST_CODE;
  }

  private static FeedbackEntity row(Caller caller, UUID prediction, CardFeedback one, Instant now) {
    FeedbackEntity row = new FeedbackEntity();
    row.id = TimeOrderedId.next();
    row.tenant = caller.tenant();
    row.prediction = prediction;
    row.accepted = one.accepted();
    row.acceptedSuggestions = one.acceptedSuggestions().toArray(String[]::new);
    row.reasonSystem = one.reason().system();
    row.reasonCode = one.reason().code();
    row.reasonDisplay = one.reason().display();
    row.comment = one.reason().comment();
    row.outcomeAt = one.outcomeAt().truncatedTo(ChronoUnit.MICROS);
    row.reportedBy = caller.subject();
    row.receivedAt = now;
    row.sha256 = hash(row);
    return row;
  }

  /** Of all that the client said; the lengths keep apart what stands side by side. */
  private static String hash(FeedbackEntity row) {
    StringBuilder text = new StringBuilder();
    List<String> parts =
        new ArrayList<>(
            List.of(
                row.accepted ? "accepted" : "overridden",
                row.outcomeAt.toString(),
                row.reasonSystem,
                row.reasonCode,
                row.reasonDisplay,
                row.comment));
    parts.addAll(List.of(row.acceptedSuggestions));
    for (String part : parts) {
      text.append(part.length()).append(':').append(part);
    }
    return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
