package io.salus.inference.recording;

import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stored calls for auditors. Every call may wait for the database. */
@ApplicationScoped
public class RecordedCalls {
  private static final int MOST = 1000;
  private final CallTable table;

  RecordedCalls(CallTable table) {
    this.table = table;
  }

  /** A call with its tensors. Throws {@link NotFound}. */
  public RecordedCall require(Caller caller, String model, String id) {
    requireRight(caller);
    UUID key;
    try {
      key = UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw missing();
    }
    return table.find(caller.tenant(), model, key).orElseThrow(RecordedCalls::missing);
  }

  /**
   * The tenant's calls of a model, newest first and without tensors.
   *
   * @param before id that they are older than; null for the newest
   * @param most how many, 1 to 1,000
   */
  public List<RecordedCall> list(Caller caller, String model, @Nullable String before, int most) {
    requireRight(caller);
    if (most < 1 || most > MOST) {
      throw new InvalidInput("A list has 1 to " + MOST + " calls.", "limit");
    }
    UUID older;
    try {
      older = before == null ? null : UUID.fromString(before);
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("This is no id of a call.", "before");
    }
    return table.list(caller.tenant(), model, older, most);
  }

  /** What patients' values went into models is for auditors, not for all who may ask models. */
  private static void requireRight(Caller caller) {
    caller.require("salus/models.audit");
    if (caller.patientContext().isPresent()) {
      throw new Forbidden("A token for one patient does not see calls, which name no patient.");
    }
  }

  private static NotFound missing() {
    return new NotFound("There is no such call.");
  }
}
