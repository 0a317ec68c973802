package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows of a view from stored bytes. For one thread. */
final class ViewReader {
  private final View view;
  private final PartialReader partial;
  private final PartialReader whole = new PartialReader(new Projection(true, Set.of()));

  ViewReader(View view) {
    this.view = view;
    this.partial = new PartialReader(view.projection());
  }

  /**
   * @param json of a resource, UTF-8
   * @throws ViewException when the data does not fit
   */
  List<@Nullable JsonNode[]> rows(byte[] json) {
    var resource = partial.read(json);
    var rows = view.rows(resource);
    for (var row : rows) {
      for (var value : row) {
        if (value != null && shows(value, resource)) {
          return view.rows(whole.read(json));
        }
      }
    }
    return rows;
  }

  /** Whether a value is the resource itself, which then must be there whole. */
  @SuppressWarnings("ReferenceEquality") // An equal part of the resource is not the resource.
  private static boolean shows(JsonNode value, JsonNode resource) {
    if (!value.isArray()) {
      return value == resource;
    }
    for (var element : value) {
      if (element == resource) {
        return true;
      }
    }
    return false;
  }
}
