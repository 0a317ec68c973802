package io.salus.records.everything;

import io.salus.records.definition.R4;
import io.salus.records.definition.TimeSpan;
import io.salus.records.operation.OperationCall;
import io.salus.records.operation.Parameters;
import io.salus.records.store.Surroundings.Care;
import io.salus.records.store.Surroundings.Wish;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param count resources a page; 0 for all in one answer
 * @param page where a link goes on, or empty
 * @param given the parameters but for the page, percent-encoded, for links
 */
record EverythingQuery(Wish wish, int count, String page, String given) {
  private static final Set<String> KNOWN =
      Set.of("_since", "_type", "_count", "_page", "start", "end");

  /** Throws InvalidInput, or Forbidden for a type that is asked for and not granted. */
  static EverythingQuery of(Caller caller, OperationCall call) {
    Parameters parameters = call.parameters();
    parameters.requireKnown(KNOWN);
    long since = parameters.text("_since").map(text -> span(text, "_since").lowMicros()).orElse(0L);
    return new EverythingQuery(
        new Wish(types(caller, parameters), since, care(parameters)),
        parameters.number("_count").orElse(0),
        parameters.text("_page").orElse(""),
        given(parameters));
  }

  /** The types that the caller may read, those asked for if any are; null for all there are. */
  private static @Nullable Set<String> types(Caller caller, Parameters parameters) {
    List<String> asked =
        parameters.texts("_type").stream()
            .flatMap(text -> Arrays.stream(text.split(",")))
            .map(String::trim)
            .toList();
    for (String type : asked) {
      if (!R4.isResourceType(type)) {
        throw new InvalidInput("There is no such resource type.", "_type");
      }
      caller.requireFhir(type, 'r');
    }
    if (!asked.isEmpty()) {
      return Set.copyOf(asked);
    }
    Set<String> granted =
        R4.resourceTypes().stream()
            .filter(type -> caller.hasFhir(type, 'r'))
            .collect(Collectors.toSet());
    return granted.size() == R4.resourceTypes().size() ? null : granted;
  }

  private static @Nullable Care care(Parameters parameters) {
    Optional<TimeSpan> start = parameters.text("start").map(text -> span(text, "start"));
    Optional<TimeSpan> end = parameters.text("end").map(text -> span(text, "end"));
    return start.isEmpty() && end.isEmpty()
        ? null
        : new Care(
            CareTimes.PARAMETERS,
            start.map(TimeSpan::lowMicros).orElse(Long.MIN_VALUE),
            end.map(TimeSpan::highMicros).orElse(Long.MAX_VALUE));
  }

  private static TimeSpan span(String text, String parameter) {
    // A plus that was not percent-encoded comes as a space.
    TimeSpan span = TimeSpan.parse(text.replace(' ', '+'));
    if (span == null) {
      throw new InvalidInput("The parameter is a FHIR date or dateTime.", parameter);
    }
    return span;
  }

  private static String given(Parameters parameters) {
    List<String> pairs = new ArrayList<>();
    for (String name : List.of("_since", "_type", "_count", "start", "end")) {
      for (String text : parameters.texts(name)) {
        pairs.add(name + "=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
      }
    }
    return String.join("&", pairs);
  }
}
