package io.salus.inference.cds;

import com.google.protobuf.Timestamp;
import io.salus.inference.cds.CardFeedback.Reason;
import io.salus.proto.inference.v1.CardOutcome;
import io.salus.proto.inference.v1.CardOverrideReason;
import io.salus.service.errors.AppException.InvalidInput;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Feedback on cards as the contract has it. */
final class CdsProtoMapper {
  private CdsProtoMapper() {}

  /** Throws {@link InvalidInput} where there is no outcome or no moment. */
  static List<CardFeedback> feedback(List<io.salus.proto.inference.v1.CardFeedback> given) {
    List<CardFeedback> all = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      all.add(feedback(given.get(i), "feedback[" + i + "]"));
    }
    return all;
  }

  private static CardFeedback feedback(io.salus.proto.inference.v1.CardFeedback one, String place) {
    CardOverrideReason reason = one.getOverrideReason();
    return new CardFeedback(
        one.getPredictionId(),
        switch (one.getOutcome()) {
          case CARD_OUTCOME_ACCEPTED -> true;
          case CARD_OUTCOME_OVERRIDDEN -> false;
          case CARD_OUTCOME_UNSPECIFIED, UNRECOGNIZED ->
              throw new InvalidInput("An outcome is accepted or overridden.", place + ".outcome");
        },
        one.getAcceptedSuggestionsList().stream().toList(),
        new Reason(reason.getSystem(), reason.getCode(), reason.getDisplay(), reason.getComment()),
        moment(one.getOutcomeAt(), place + ".outcomeTimestamp"),
        Instant.EPOCH,
        "");
  }

  static io.salus.proto.inference.v1.CardFeedback message(CardFeedback feedback) {
    var message =
        io.salus.proto.inference.v1.CardFeedback.newBuilder()
            .setPredictionId(feedback.prediction())
            .setOutcome(
                feedback.accepted()
                    ? CardOutcome.CARD_OUTCOME_ACCEPTED
                    : CardOutcome.CARD_OUTCOME_OVERRIDDEN)
            .addAllAcceptedSuggestions(feedback.acceptedSuggestions())
            .setOutcomeAt(timestamp(feedback.outcomeAt()))
            .setReceivedAt(timestamp(feedback.receivedAt()))
            .setReportedBy(feedback.reportedBy());
    Reason reason = feedback.reason();
    if (!reason.isEmpty()) {
      message.setOverrideReason(
          CardOverrideReason.newBuilder()
              .setSystem(reason.system())
              .setCode(reason.code())
              .setDisplay(reason.display())
              .setComment(reason.comment()));
    }
    return message.build();
  }

  static Instant moment(Timestamp at, String place) {
    try {
      return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    } catch (DateTimeException e) {
      throw new InvalidInput("This is no moment in time.", place);
    }
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
