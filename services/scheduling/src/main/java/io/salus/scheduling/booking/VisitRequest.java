package io.salus.scheduling.booking;

import io.salus.service.errors.AppException.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What a caller asks for. Throws {@link InvalidInput} when it cannot be meant.
 *
 * @param reason at most 500 characters; PHI
 * @param key makes a repeated request answer with the first one's visit; empty for none
 */
public record VisitRequest(
    String practitioner, String patient, Instant start, String reason, String key) {
  private static final Pattern FHIR_ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final int MAX_REASON = 500;
  private static final int MAX_KEY = 200;

  public VisitRequest {
    checkId(practitioner, "practitioner_id");
    checkId(patient, "patient_id");
    if (reason.codePointCount(0, reason.length()) > MAX_REASON || reason.indexOf('\0') >= 0) {
      throw new InvalidInput("The reason has 500 characters at most.", "reason");
    }
    if (key.length() > MAX_KEY || key.indexOf('\0') >= 0) {
      throw new InvalidInput("The idempotency key has 200 characters at most.", "idempotency_key");
    }
  }

  /** Throws {@link InvalidInput} unless this is a FHIR id. */
  public static void checkId(String id, String place) {
    if (!FHIR_ID.matcher(id).matches()) {
      throw new InvalidInput("This is no logical id.", place);
    }
  }

  /** SHA-256 of what is asked for, apart from the key. */
  byte[] digest() {
    String asked = String.join("\n", practitioner, patient, start.toString(), reason);
    try {
      return MessageDigest.getInstance("SHA-256").digest(asked.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "VisitRequest";
  }
}
