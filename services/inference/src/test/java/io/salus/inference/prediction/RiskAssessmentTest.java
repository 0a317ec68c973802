package io.salus.inference.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.inference.prediction.Prediction.Contribution;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RiskAssessmentTest {
  private static String rationale(List<Contribution> contributions) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Prediction prediction =
        new Prediction(
            UUID.randomUUID(),
            "risk",
            1,
            "p",
            0,
            0.5,
            contributions,
            Instant.EPOCH,
            Instant.EPOCH,
            "an event",
            "00",
            List.of(),
            null,
            Optional.empty());
    return json.readTree(new RiskAssessment(prediction, json).resource())
        .at("/prediction/0/rationale")
        .asText();
  }

  @Test
  void namesWhatMovedTheRiskAndNothingElse() throws IOException {
    String said =
        rationale(
            List.of(
                new Contribution("hba1c", "7 %", 0.4),
                new Contribution("bmi", "21 kg/m2", -0.1),
                new Contribution("age", "61 years", 0)));

    assertEquals(
        "Estimated by a model; not a diagnosis."
            + " Most influential: hba1c (7 %, raises the risk); bmi (21 kg/m2, lowers the risk).",
        said);
  }

  @Test
  void saysNothingOfInfluenceWhereThereWasNone() throws IOException {
    assertEquals(
        "Estimated by a model; not a diagnosis.",
        rationale(List.of(new Contribution("age", "61 years", 0))));
  }
}
