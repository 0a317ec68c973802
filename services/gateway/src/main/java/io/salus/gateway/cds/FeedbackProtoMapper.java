package io.salus.gateway.cds;

import io.salus.gateway.backend.WireProtoMapper;
import io.salus.gateway.cds.FeedbackRequest.Coding;
import io.salus.gateway.cds.FeedbackRequest.Feedback;
import io.salus.gateway.cds.FeedbackRequest.OverrideReason;
import io.salus.gateway.cds.FeedbackRequest.Suggestion;
import io.salus.proto.inference.v1.CardFeedback;
import io.salus.proto.inference.v1.CardOutcome;
import io.salus.proto.inference.v1.CardOverrideReason;
import io.salus.proto.inference.v1.RecordFeedbackRequest;
import io.salus.service.errors.AppException.InvalidInput;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Feedback as the contract has it. Inference judges what it means; here only its form is read. */
final class FeedbackProtoMapper {
  private FeedbackProtoMapper() {}

  /**
   * @param model whose cards they must be, or empty for any
   * @throws InvalidInput names the field that does not fit
   */
  static RecordFeedbackRequest request(String model, @Nullable FeedbackRequest given) {
    List<@Nullable Feedback> all = given == null ? null : given.feedback();
    if (all == null || all.isEmpty()) {
      throw new InvalidInput("Feedback is an object with a list of what was done.", "feedback");
    }
    RecordFeedbackRequest.Builder request = RecordFeedbackRequest.newBuilder().setModel(model);
    for (int i = 0; i < all.size(); i++) {
      String place = "feedback[" + i + "]";
      Feedback one = all.get(i);
      if (one == null) {
        throw new InvalidInput("Feedback on a card is an object.", place);
      }
      request.addFeedback(feedback(one, place));
    }
    return request.build();
  }

  private static CardFeedback feedback(Feedback one, String place) {
    CardFeedback.Builder feedback =
        CardFeedback.newBuilder()
            .setOutcome(outcome(one.outcome(), place + ".outcome"))
            .setOutcomeAt(
                WireProtoMapper.timestamp(
                    moment(one.outcomeTimestamp(), place + ".outcomeTimestamp")));
    set(one.card(), feedback::setPredictionId);
    List<@Nullable Suggestion> suggestions = one.acceptedSuggestions();
    if (suggestions != null) {
      for (Suggestion suggestion : suggestions) {
        String id = suggestion == null ? null : suggestion.id();
        feedback.addAcceptedSuggestions(id == null ? "" : id);
      }
    }
    OverrideReason reason = one.overrideReason();
    if (reason != null) {
      feedback.setOverrideReason(reason(reason));
    }
    return feedback.build();
  }

  private static CardOverrideReason reason(OverrideReason given) {
    CardOverrideReason.Builder reason = CardOverrideReason.newBuilder();
    Coding coding = given.reason();
    if (coding != null) {
      set(coding.system(), reason::setSystem);
      set(coding.code(), reason::setCode);
      set(coding.display(), reason::setDisplay);
    }
    set(given.userComment(), reason::setComment);
    return reason.build();
  }

  private static CardOutcome outcome(@Nullable String text, String place) {
    return switch (String.valueOf(text)) {
      case "accepted" -> CardOutcome.CARD_OUTCOME_ACCEPTED;
      case "overridden" -> CardOutcome.CARD_OUTCOME_OVERRIDDEN;
      default -> throw new InvalidInput("An outcome is accepted or overridden.", place);
    };
  }

  private static Instant moment(@Nullable String text, String place) {
    try {
      return OffsetDateTime.parse(String.valueOf(text)).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidInput("A time is written as 2026-12-01T09:00:00Z.", place);
    }
  }

  private static void set(@Nullable String given, Consumer<String> field) {
    if (given != null) {
      field.accept(given);
    }
  }
}
