package io.salus.inference.prediction;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.inference.prediction.Prediction.Contribution;
import io.salus.inference.prediction.Prediction.Sum;
import io.salus.inference.seal.Seal;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Patients' values as rows keep them: encrypted, or plain where they were stored before that. */
@ApplicationScoped
class SealedValues {
  private final Seal seal;
  private final ObjectMapper json;

  SealedValues(Seal seal, ObjectMapper json) {
    this.seal = seal;
    this.json = json;
  }

  byte[] close(String tenant, UUID prediction, PatientValues values) {
    try {
      return seal.close(tenant, place(prediction), json.writeValueAsBytes(values));
    } catch (IOException e) {
      throw new IllegalStateException("a prediction cannot be written as JSON", e);
    }
  }

  /** Throws what {@link Seal#open} throws, which tells nothing of the patient. */
  PatientValues of(PredictionEntity row) {
    try {
      return row.sealed == null
          ? plain(row)
          : json.readValue(seal.open(row.tenant, place(row.id), row.sealed), PatientValues.class);
    } catch (IOException e) {
      throw new IllegalStateException("a stored prediction holds what is no JSON");
    }
  }

  private PatientValues plain(PredictionEntity row) throws IOException {
    return new PatientValues(
        Objects.requireNonNull(row.inputs),
        Objects.requireNonNull(row.inputSha256),
        json.readValue(row.contributions, new TypeReference<List<Contribution>>() {}),
        row.explanation == null ? null : json.readValue(row.explanation, Sum.class),
        json.readValue(row.warnings, new TypeReference<List<String>>() {}));
  }

  private static String place(UUID prediction) {
    return prediction + "/prediction";
  }
}
