package io.salus.records.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.definition.R4;
import io.salus.records.store.BulkLoad;
import io.salus.records.store.Change;
import io.salus.records.store.ChangeSet;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceStore;
import io.salus.records.transaction.ImportDrafts;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.TooLarge;
import io.salus.service.security.Caller;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings one batch in: parses, checks and indexes each line, then writes all that is new together.
 * Doing it again does no harm: what is there already as it is, is left alone.
 */
final class BatchImport {
  /** Changes of what is there already, in one call. */
  private static final int AT_ONCE = 100;

  private final Caller caller;
  private final String job;
  private final String baseUrl;
  private final BulkLoad load;
  private final ImportDrafts drafts;
  private final ResourceStore store;
  private final ResourceWrites writes;

  BatchImport(
      Caller caller,
      String job,
      String baseUrl,
      BulkLoad load,
      ImportDrafts drafts,
      ResourceStore store,
      ResourceWrites writes) {
    this.caller = caller;
    this.job = job;
    this.baseUrl = baseUrl;
    this.load = load;
    this.drafts = drafts;
    this.store = store;
    this.writes = writes;
  }

  /** A line that needs conditions resolved, or has a rule of its own. */
  private record Special(long line, String type, String id, ObjectNode resource) {}

  /**
   * @param input number of the file, from 1
   */
  BatchResult run(int input, LineBatch batch) {
    List<byte[]> errors = new ArrayList<>();
    List<Change> changes = new ArrayList<>(batch.lines().size());
    List<Special> specials = new ArrayList<>();
    long line = batch.firstLine();
    for (byte[] json : batch.lines()) {
      if (!isBlank(json)) {
        try {
          read(json, input, line, changes, specials);
        } catch (AppException e) {
          errors.add(error(e, input, line));
        }
      }
      line++;
    }
    List<Change> present = changes.isEmpty() ? List.of() : load.write(changes);
    List<Change> differing = load.differing(present);
    update(differing);
    int created = changes.size() - present.size();
    int updated = differing.size();
    for (Special special : specials) {
      try {
        ResourceWrites.Result result =
            writes
                .update(caller, special.type, special.id, Json.print(special.resource), 0)
                .await()
                .indefinitely();
        created += result.created() ? 1 : 0;
        updated += result.created() ? 0 : 1;
      } catch (AppException e) {
        if (isTransient(e)) {
          throw e;
        }
        errors.add(error(e, input, special.line));
      }
    }
    return new BatchResult(created, updated, present.size() - differing.size(), errors);
  }

  private void read(
      byte[] json, int input, long line, List<Change> changes, List<Special> specials) {
    if (json == LineReader.TOO_LONG) {
      throw new TooLarge("The line is longer than 16 MB.");
    }
    ObjectNode resource = Json.parse(json);
    String type = resource.path("resourceType").asText();
    if (!R4.isResourceType(type)) {
      throw new InvalidInput("There is no resource type of this name.", "resourceType");
    }
    if (!resource.has("id")) {
      // The same when the line is read again.
      resource.put(
          "id",
          UUID.nameUUIDFromBytes((job + "/" + input + "/" + line).getBytes(StandardCharsets.UTF_8))
              .toString());
    }
    String id = resource.path("id").asText();
    Optional<Change> change = drafts.ready(caller, load.hash(), baseUrl, id, resource);
    if (change.isPresent()) {
      changes.add(change.get());
    } else {
      specials.add(new Special(line, type, id, resource));
    }
  }

  /** In order, since one id can come twice; each call takes an id once. */
  private void update(List<Change> differing) {
    Map<String, Change> set = new HashMap<>();
    for (Change change : differing) {
      if (set.containsKey(change.type() + "/" + change.id()) || set.size() == AT_ONCE) {
        apply(set);
      }
      set.put(change.type() + "/" + change.id(), change);
    }
    apply(set);
  }

  private void apply(Map<String, Change> set) {
    if (!set.isEmpty()) {
      store
          .apply(caller, new ChangeSet(List.copyOf(set.values()), List.of(), List.of()))
          .await()
          .indefinitely();
      set.clear();
    }
  }

  /** What is no fault of the line ends the attempt. */
  private static boolean isTransient(AppException e) {
    return switch (e.category()) {
      case BUSY, UNAVAILABLE, TIMED_OUT, INTERNAL -> true;
      case INVALID_INPUT,
          UNAUTHENTICATED,
          FORBIDDEN,
          NOT_FOUND,
          GONE,
          CONFLICT,
          PRECONDITION_FAILED,
          TOO_LARGE,
          UNSUPPORTED,
          UNPROCESSABLE,
          TOO_COSTLY ->
          false;
    };
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private static byte[] error(AppException e, int input, long line) {
    ObjectNode outcome = Json.object().put("resourceType", "OperationOutcome");
    ObjectNode issue =
        outcome
            .putArray("issue")
            .addObject()
            .put("severity", "error")
            .put("code", e.category().fhirIssueType())
            .put("diagnostics", "Input " + input + ", line " + line + ": " + e.publicDetail());
    String place = e.place();
    if (place != null && !place.isEmpty()) {
      issue.putArray("expression").add(place);
    }
    return Json.print(outcome);
  }
}
