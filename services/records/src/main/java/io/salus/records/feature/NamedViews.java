package io.salus.records.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.view.View;
import io.salus.records.view.ViewException;
import io.salus.service.errors.AppException.InvalidInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The views of a definition, by their names. A join comes behind the views that it joins. */
final class NamedViews {
  private final Map<String, EventView> views = new LinkedHashMap<>();

  /**
   * @throws InvalidInput with the place of the first mistake
   */
  NamedViews(Fields fields) {
    for (var entry : fields.entries()) {
      var name = entry.getKey();
      var definition = entry.getValue();
      views.put(
          name,
          definition.has("join")
              ? joined(name, new Fields(definition, fields.at(name)))
              : ofResources(name, definition, fields.at(name)));
    }
  }

  List<EventView> all() {
    return List.copyOf(views.values());
  }

  /** The view that a field names. */
  EventView named(Fields fields, String field) {
    return find(fields.text(field), fields.at(field));
  }

  /** Place of a column. */
  static int column(EventView view, String name, String at) {
    int column = view.indexOf(name);
    if (column < 0) {
      throw new InvalidInput("View " + view.name() + " has no such column.", at);
    }
    return column;
  }

  private EventView find(String name, String at) {
    var view = views.get(name);
    if (view == null) {
      throw new InvalidInput("There is no view of that name.", at);
    }
    return view;
  }

  private static EventView ofResources(String name, JsonNode definition, String at) {
    try {
      return ResourceView.of(name, View.compile(definition));
    } catch (ViewException e) {
      throw new InvalidInput("The view is wrong: " + e.getMessage(), at);
    }
  }

  private EventView joined(String name, Fields fields) {
    fields.only(Set.of("join", "on"));
    var names = fields.texts("join");
    if (names.size() != 2) {
      throw new InvalidInput("A join is of two views.", fields.at("join"));
    }
    var left = find(names.getFirst(), fields.at("join"));
    var right = find(names.getLast(), fields.at("join"));
    var on = fields.required("on");
    var leftKeys = new ArrayList<Integer>();
    var rightKeys = new ArrayList<Integer>();
    for (var entry : on.entries()) {
      leftKeys.add(key(left, entry.getKey(), on.at(entry.getKey())));
      rightKeys.add(key(right, entry.getValue().asText(), on.at(entry.getKey())));
    }
    if (leftKeys.isEmpty()) {
      throw new InvalidInput("A join needs a column of each view.", fields.at("on"));
    }
    var view = JoinedView.of(name, left, right, List.copyOf(leftKeys), List.copyOf(rightKeys));
    var columns = new HashSet<String>();
    for (var column : view.columns()) {
      if (!columns.add(column.name())) {
        throw new InvalidInput("Two columns are called " + column.name() + ".", fields.place());
      }
    }
    return view;
  }

  private static int key(EventView view, String name, String at) {
    int column = column(view, name, at);
    if (view.columns().get(column).collection()) {
      throw new InvalidInput("A column of many values is no key.", at);
    }
    return column;
  }
}
