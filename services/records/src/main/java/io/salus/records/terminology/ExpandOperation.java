package io.salus.records.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.operation.Parameters;
import io.salus.records.store.Json;
import io.salus.service.id.TimeOrderedId;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** {@code ValueSet/$expand}: the codes of a value set. */
@ApplicationScoped
class ExpandOperation implements Operation {
  private final Question question;

  ExpandOperation(Question question) {
    this.question = question;
  }

  @Override
  public String name() {
    return "expand";
  }

  @Override
  public Set<Level> levels() {
    return Set.of(Level.TYPE, Level.INSTANCE);
  }

  @Override
  public boolean appliesTo(String type) {
    return type.equals("ValueSet");
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    return question.answer(caller, call, ExpandOperation::expand);
  }

  private static JsonNode expand(Question.Asked asked) {
    Parameters parameters = asked.parameters();
    ValueSet valueSet = asked.valueSet();
    TextFilter filter = TextFilter.of(parameters.text("filter").orElse(""));
    boolean activeOnly = parameters.flag("activeOnly").orElse(false);
    Collection<Member> all = new Expander(asked.library()).expand(valueSet);
    List<Member> left =
        all.stream()
            .filter(member -> !activeOnly || !member.isInactive())
            .filter(filter::fits)
            .toList();
    int offset = Math.min(parameters.number("offset").orElse(0), left.size());
    int count = parameters.number("count").orElse(Integer.MAX_VALUE);
    int shown = Math.min(count, left.size() - offset);
    if (shown > asked.mostAnswered()) {
      throw Refused.tooCostly(
          "The expansion has "
              + left.size()
              + " codes; ask for at most "
              + asked.mostAnswered()
              + " at once with count and offset, or narrow it with filter.");
    }
    ObjectNode answer = Json.object().put("resourceType", "ValueSet");
    answer.setAll(valueSet.head());
    if (!answer.has("status")) {
      answer.put("status", "active");
    }
    ObjectNode expansion = answer.putObject("expansion");
    expansion
        .put("identifier", "urn:uuid:" + TimeOrderedId.next())
        .put("timestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("total", left.size());
    if (parameters.number("offset").isPresent() || shown < left.size()) {
      expansion.put("offset", offset);
    }
    echo(parameters, expansion);
    if (shown > 0) {
      ArrayNode contains = expansion.putArray("contains");
      boolean designations = parameters.flag("includeDesignations").orElse(false);
      String language = parameters.text("displayLanguage").orElse("");
      left.subList(offset, offset + shown)
          .forEach(
              member -> ExpansionItem.write(member, designations, language, contains.addObject()));
    }
    return answer;
  }

  /** An expansion says what it was made with. */
  private static void echo(Parameters parameters, ObjectNode expansion) {
    ArrayNode echoed = Json.object().arrayNode();
    for (String name : List.of("filter", "displayLanguage")) {
      parameters
          .text(name)
          .filter(text -> !text.isBlank())
          .ifPresent(text -> echoed.addObject().put("name", name).put("valueString", text));
    }
    for (String name : List.of("count", "offset")) {
      parameters
          .number(name)
          .ifPresent(n -> echoed.addObject().put("name", name).put("valueInteger", n));
    }
    for (String name : List.of("activeOnly", "includeDesignations")) {
      parameters
          .flag(name)
          .ifPresent(flag -> echoed.addObject().put("name", name).put("valueBoolean", flag));
    }
    if (!echoed.isEmpty()) {
      expansion.set("parameter", echoed);
    }
  }
}
