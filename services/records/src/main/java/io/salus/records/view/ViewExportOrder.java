package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an export of views is to hold, as its job keeps it.
 *
 * @param request the address that was called
 * @param tracking what the caller calls it; empty when they do not
 * @param since microseconds since 1970: what was last updated before is left out
 */
record ViewExportOrder(
    List<OrderedView> views,
    ViewFormat format,
    ViewScope scope,
    long since,
    String request,
    String tracking) {
  Map<String, ?> toParams() {
    return Map.of(
        "views",
        views.stream()
            .map(view -> Map.of("name", view.name(), "definition", view.definition()))
            .toList(),
        "format",
        format.code(),
        "patients",
        scope.patients(),
        "groups",
        scope.groups(),
        "since",
        since,
        "request",
        request,
        "tracking",
        tracking);
  }

  static ViewExportOrder fromParams(JsonNode params) {
    var views = new ArrayList<OrderedView>();
    for (var view : params.path("views")) {
      views.add(new OrderedView(view.path("name").asText(), view.path("definition").asText()));
    }
    return new ViewExportOrder(
        views,
        ViewFormat.named(params.path("format").asText()),
        new ViewScope(texts(params.path("patients")), texts(params.path("groups")), null),
        params.path("since").asLong(),
        params.path("request").asText(),
        params.path("tracking").asText());
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }
}
