package io.salus.records.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code ValueSet/$validate-code}: whether a code belongs to a value set. */
@ApplicationScoped
class ValidateCodeOperation implements Operation {
  private final Question question;

  ValidateCodeOperation(Question question) {
    this.question = question;
  }

  @Override
  public String name() {
    return "validate-code";
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
    return question.answer(caller, call, ValidateCodeOperation::validate);
  }

  private static JsonNode validate(Question.Asked asked) {
    ValueSet valueSet = asked.valueSet();
    List<AskedCode> codes = AskedCode.of(asked.parameters(), "system", "systemVersion");
    Verdict last = Verdict.no("The code is not in the value set.");
    for (AskedCode code : codes) {
      Verdict verdict = verdict(asked.library(), valueSet, code);
      if (verdict.result()) {
        return verdict.parameters();
      }
      last = verdict;
    }
    return last.parameters();
  }

  private static Verdict verdict(Library library, ValueSet valueSet, AskedCode code) {
    List<Member> found = new ArrayList<>();
    String system = code.system();
    Set<String> systems = system == null ? Membership.systems(library, valueSet) : Set.of(system);
    for (String candidate : systems) {
      Membership.find(library, valueSet, new SystemCode(candidate, code.code()))
          .ifPresent(found::add);
    }
    return switch (found.size()) {
      case 0 -> Verdict.no("The code is not in the value set.");
      case 1 -> Verdict.of(found.getFirst(), code.display());
      default -> Verdict.no("The code is in several systems of the value set; name the system.");
    };
  }
}
