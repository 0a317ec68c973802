package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
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
    return rows.stream().anyMatch(row -> shows(row, resource)) ? view.rows(whole.read(json)) : rows;
  }

  /** Whether a column is the resource itself, which then must be there whole. */
  @SuppressWarnings("ReferenceEquality") // An equal part of the resource is not the resource.
  private static boolean shows(@Nullable JsonNode[] row, JsonNode resource) {
    return Arrays.stream(row)
        .anyMatch(
            value ->
                value == resource
                    || (value != null
                        && value.isArray()
                        && value.valueStream().anyMatch(element -> element == resource)));
  }
}
