package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Rows of a view from stored bytes. For one thread. */
final class ViewReader {
  private final View view;
  private PartialReader partial;
  private boolean deep;
  private final PartialReader whole = new PartialReader(Projection.WHOLE);

  ViewReader(View view) {
    this.view = view;
    this.deep = view.projection().deep();
    this.partial = new PartialReader(view.projection());
  }

  /**
   * @param json of a resource, UTF-8
   * @throws ViewException when the data does not fit
   */
  List<@Nullable JsonNode[]> rows(byte[] json) {
    var resource = partial.read(json);
    var rows = view.rows(resource);
    if (deep && any(rows, JsonNode::isContainerNode)) {
      deep = false;
      partial = new PartialReader(view.projection().shallow());
      return rows(json);
    }
    return any(rows, value -> isSame(value, resource)) ? view.rows(whole.read(json)) : rows;
  }

  /** Whether any value, or one in a collection, is of this kind. */
  private boolean any(List<@Nullable JsonNode[]> rows, Predicate<JsonNode> kind) {
    for (var row : rows) {
      for (int i = 0; i < row.length; i++) {
        var value = row[i];
        if (value != null && !value.isValueNode() && shows(view.columns().get(i), value, kind)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean shows(Column column, JsonNode value, Predicate<JsonNode> kind) {
    if (!column.collection()) {
      return kind.test(value);
    }
    for (var element : value) {
      if (kind.test(element)) {
        return true;
      }
    }
    return false;
  }

  /** A column can be the resource itself, which then must be there whole. */
  @SuppressWarnings("ReferenceEquality") // An equal part of the resource is not the resource.
  private static boolean isSame(JsonNode value, JsonNode resource) {
    return value == resource;
  }
}
