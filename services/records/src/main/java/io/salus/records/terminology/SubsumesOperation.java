package io.salus.records.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.operation.Parameters;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/** {@code CodeSystem/$subsumes}: which of two codes is above the other. */
@ApplicationScoped
class SubsumesOperation implements Operation {
  private final Question question;

  SubsumesOperation(Question question) {
    this.question = question;
  }

  @Override
  public String name() {
    return "subsumes";
  }

  @Override
  public Set<Level> levels() {
    return Set.of(Level.TYPE, Level.INSTANCE);
  }

  @Override
  public boolean appliesTo(String type) {
    return type.equals("CodeSystem");
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    return question.answer(caller, call, SubsumesOperation::subsumes);
  }

  private static JsonNode subsumes(Question.Asked asked) {
    Parameters parameters = asked.parameters();
    Optional<JsonNode> codingA = parameters.value("codingA");
    Optional<JsonNode> codingB = parameters.value("codingB");
    String system =
        parameters
            .text("system")
            .or(() -> codingA.map(coding -> coding.path("system").asText()))
            .orElse("");
    boolean sameSystem =
        codingB.isEmpty() || codingB.get().path("system").asText(system).equals(system);
    Concepts concepts =
        asked
            .instanceCodeSystem()
            .or(
                () ->
                    asked
                        .library()
                        .codeSystem(Canonical.of(system, parameters.text("version").orElse(null))))
            .orElseThrow(() -> new NotFound("There is no code system of this url."));
    if (!sameSystem) {
      throw new InvalidInput("Both codes must be of one system.", "codingB");
    }
    int a = concept(concepts, parameters, codingA, "codeA");
    int b = concept(concepts, parameters, codingB, "codeB");
    ObjectNode answer = Json.object().put("resourceType", "Parameters");
    answer
        .putArray("parameter")
        .addObject()
        .put("name", "outcome")
        .put("valueCode", outcome(concepts, a, b));
    return answer;
  }

  private static String outcome(Concepts concepts, int a, int b) {
    if (a == b) {
      return "equivalent";
    }
    if (concepts.ancestors(b).get(a)) {
      return "subsumes";
    }
    return concepts.ancestors(a).get(b) ? "subsumed-by" : "not-subsumed";
  }

  private static int concept(
      Concepts concepts, Parameters parameters, Optional<JsonNode> coding, String name) {
    String code =
        coding
            .map(value -> value.path("code").asText())
            .or(() -> parameters.text(name))
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> new InvalidInput("The parameter is needed.", name));
    int concept = concepts.find(code);
    if (concept < 0) {
      throw new NotFound("The code system has no such code.");
    }
    return concept;
  }
}
