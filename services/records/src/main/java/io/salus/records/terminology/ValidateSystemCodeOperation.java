package io.salus.records.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/** {@code CodeSystem/$validate-code}: whether a code system has a code. */
@ApplicationScoped
class ValidateSystemCodeOperation implements Operation {
  private final Question question;

  ValidateSystemCodeOperation(Question question) {
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
    return type.equals("CodeSystem");
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public Uni<OperationAnswer> run(Caller caller, OperationCall call) {
    return question.answer(caller, call, ValidateSystemCodeOperation::validate);
  }

  private static JsonNode validate(Question.Asked asked) {
    Optional<Concepts> instance = asked.instanceCodeSystem();
    Verdict last = Verdict.no("The code is not in the code system.");
    for (AskedCode code : AskedCode.of(asked.parameters(), "url", "version")) {
      Concepts concepts = instance.orElseGet(() -> system(asked, code.system(), code.version()));
      Member member = Member.of(concepts.header().url(), null, concepts, code.code());
      Verdict verdict =
          member.concept() < 0 ? Verdict.no(unknown(concepts)) : Verdict.of(member, code.display());
      if (verdict.result()) {
        return verdict.parameters();
      }
      last = verdict;
    }
    return last.parameters();
  }

  private static Concepts system(
      Question.Asked asked,
      @org.jspecify.annotations.Nullable String url,
      @org.jspecify.annotations.Nullable String version) {
    if (url == null) {
      throw new InvalidInput("The parameter is needed.", "url");
    }
    return asked
        .library()
        .codeSystem(Canonical.of(url, version))
        .orElseThrow(() -> new NotFound("There is no code system of this url."));
  }

  private static String unknown(Concepts concepts) {
    return switch (concepts.header().content()) {
      case "complete", "" -> "The code is not in the code system.";
      default -> "The code is not in the part of the code system that is known here.";
    };
  }
}
