package io.salus.inference.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.inference.recording.RecordedCalls;
import io.salus.inference.serving.CallReplay;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stored calls of a model: {@code models/m/calls/index}, {@code models/m/calls/id} and {@code
 * models/m/calls/id/replay}. An extension of ours, beside the calls that it is about.
 */
@ApplicationScoped
class CallRest {
  private static final int USUAL = 100;
  private final RecordedCalls calls;
  private final CallReplay replay;

  CallRest(RecordedCalls calls, CallReplay replay) {
    this.calls = calls;
    this.replay = replay;
  }

  static String method(List<String> path) {
    return path.size() == 5 || path.getLast().equals("index") ? "POST" : "GET";
  }

  /** What answers, which may wait; null where there is nothing. */
  @Nullable Supplier<RestAnswer> answer(
      RestRequest request, List<String> path, Supplier<Caller> caller) {
    String model = path.get(1);
    String id = path.get(3);
    if (path.size() == 5) {
      Caller asking = caller.get();
      return path.get(4).equals("replay")
          ? () -> CallJson.replay(id, replay.identical(asking, model, id))
          : null;
    }
    Caller asking = caller.get();
    return id.equals("index")
        ? () -> list(request, asking, model)
        : () -> CallJson.call(calls.require(asking, model, id));
  }

  private RestAnswer list(RestRequest request, Caller caller, String model) {
    JsonNode asked = RepositoryJson.read(request);
    JsonNode before = asked.path("before");
    JsonNode limit = asked.path("limit");
    if (!before.isMissingNode() && !before.isTextual()) {
      throw new InvalidInput("'before' is the id of a call.", "before");
    }
    if (!limit.isMissingNode() && !limit.canConvertToInt()) {
      throw new InvalidInput("'limit' is a whole number.", "limit");
    }
    return CallJson.list(calls.list(caller, model, before.textValue(), limit.asInt(USUAL)));
  }
}
