package io.salus.records.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.fhirpath.Temporal;
import io.salus.records.operation.Level;
import io.salus.records.operation.OperationCall;
import io.salus.records.operation.Parameters;
import io.salus.service.errors.AppException.InvalidInput;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What `$viewdefinition-run` was asked for.
 *
 * @param reference to a stored view; empty when the view came along
 * @param definition the view that came along; null when it is a stored one
 * @param resources what to look at; empty for what is stored
 * @param limit most rows
 */
record ViewRequest(
    String reference,
    @Nullable ObjectNode definition,
    List<ObjectNode> resources,
    ViewScope scope,
    ViewFormat format,
    boolean header,
    long limit) {
  private static final Set<String> KNOWN =
      Set.of(
          "_format",
          "header",
          "viewReference",
          "viewResource",
          "patient",
          "group",
          "resource",
          "_limit",
          "_since",
          "source");

  /**
   * @throws InvalidInput for what is not understood
   */
  static ViewRequest of(OperationCall call) {
    var given = call.parameters();
    given.requireKnown(KNOWN);
    refuseSource(given);
    var definition = given.resource("viewResource").or(given::bareResource).orElse(null);
    return new ViewRequest(
        reference(call, given, definition != null),
        definition,
        given.resources("resource"),
        ViewScope.of(given),
        given
            .text("_format")
            .map(ViewFormat::named)
            .orElseGet(() -> ViewFormat.accepted(call.accept())),
        given.flag("header").orElse(true),
        given.number("_limit").map(Integer::longValue).orElse(Long.MAX_VALUE));
  }

  /** This server has one source of data. */
  static void refuseSource(Parameters given) {
    if (!given.all("source").isEmpty()) {
      throw new InvalidInput("The parameter is not supported: views run on this server.", "source");
    }
  }

  private static String reference(OperationCall call, Parameters given, boolean inline) {
    var reference = given.text("viewReference").orElse("");
    boolean stored = call.level() == Level.INSTANCE;
    if ((stored ? 1 : 0) + (inline ? 1 : 0) + (reference.isEmpty() ? 0 : 1) != 1) {
      throw new InvalidInput(
          "One view is needed: viewReference, viewResource, or the id in the address.",
          inline ? "viewResource" : "viewReference");
    }
    return stored ? ViewDefinitionRule.TYPE + "/" + call.id() : reference;
  }

  /** Null when there is none. */
  static @Nullable Instant since(Parameters given) {
    var text = given.text("_since").orElse("").replace(' ', '+');
    if (text.isEmpty()) {
      return null;
    }
    var moment = Temporal.parse(text);
    if (moment == null) {
      throw new InvalidInput("The parameter is a FHIR instant.", "_since");
    }
    return moment.low();
  }
}
