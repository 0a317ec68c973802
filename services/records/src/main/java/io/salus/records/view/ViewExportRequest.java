package io.salus.records.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.operation.Level;
import io.salus.records.operation.OperationCall;
import io.salus.records.operation.Parameters;
import io.salus.service.errors.AppException.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What `$viewdefinition-export` was asked for. */
record ViewExportRequest(
    List<Wanted> views, ViewFormat format, ViewScope scope, String tracking, String address) {
  private static final Set<String> KNOWN =
      Set.of("_format", "view", "clientTrackingId", "patient", "group", "_since", "source");
  private static final Set<String> PARTS = Set.of("name", "viewReference", "viewResource");
  private static final int MOST_VIEWS = 100;
  private static final int LONGEST_NAME = 200;

  /**
   * One view.
   *
   * @param name of its output; empty to take the view's own
   * @param reference to a stored view; empty when the view came along
   * @param definition the view that came along; null when it is a stored one
   * @param place of it, for errors
   */
  record Wanted(String name, String reference, @Nullable ObjectNode definition, String place) {}

  /**
   * @throws InvalidInput for what is not understood
   */
  static ViewExportRequest of(OperationCall call) {
    var given = call.parameters();
    given.requireKnown(KNOWN);
    ViewRequest.refuseSource(given);
    return new ViewExportRequest(
        views(call, given),
        given.text("_format").map(ViewFormat::named).orElse(ViewFormat.NDJSON),
        ViewScope.of(given),
        bounded(given.text("clientTrackingId").orElse(""), "clientTrackingId"),
        address(call));
  }

  private static List<Wanted> views(OperationCall call, Parameters given) {
    var entries = given.all("view");
    if (call.level() == Level.INSTANCE) {
      if (!entries.isEmpty()) {
        throw new InvalidInput("The address names the view already.", "view");
      }
      return List.of(new Wanted("", ViewDefinitionRule.TYPE + "/" + call.id(), null, "view"));
    }
    if (entries.isEmpty() || entries.size() > MOST_VIEWS) {
      throw new InvalidInput("Between 1 and " + MOST_VIEWS + " views are needed.", "view");
    }
    var views = new ArrayList<Wanted>();
    for (var entry : entries) {
      views.add(view(Parameters.ofParts(entry), "view[" + views.size() + "]"));
    }
    return views;
  }

  private static Wanted view(Parameters parts, String place) {
    parts.requireKnown(PARTS);
    var reference = parts.text("viewReference").orElse("");
    var definition = parts.resource("viewResource").orElse(null);
    if (reference.isEmpty() == (definition == null)) {
      throw new InvalidInput("A view is given by viewReference or by viewResource.", place);
    }
    return new Wanted(
        bounded(parts.text("name").orElse(""), place + ".name"), reference, definition, place);
  }

  private static String bounded(String text, String place) {
    if (text.length() > LONGEST_NAME) {
      throw new InvalidInput("At most " + LONGEST_NAME + " characters are possible.", place);
    }
    return text;
  }

  private static String address(OperationCall call) {
    var path =
        switch (call.level()) {
          case SYSTEM -> "";
          case TYPE -> "/" + call.type();
          case INSTANCE -> "/" + call.type() + "/" + call.id();
        };
    return call.baseUrl() + path + "/$" + ExportViews.NAME;
  }
}
