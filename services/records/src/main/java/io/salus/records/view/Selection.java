package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.salus.records.fhirpath.Item;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A compiled `select`: its own columns, times the rows of its inner selects, times those of its
 * union.
 *
 * @param union branches of `unionAll`, all with the same columns; empty when there is none
 */
record Selection(Foci foci, List<Column> own, List<Selection> selects, List<Selection> union) {
  List<Column> columns() {
    return Stream.of(
            own.stream(),
            selects.stream().flatMap(select -> select.columns().stream()),
            union.stream().limit(1).flatMap(branch -> branch.columns().stream()))
        .flatMap(columns -> columns)
        .toList();
  }

  List<@Nullable JsonNode[]> rows(Item resource, Item focus, int rowIndex) {
    return switch (foci) {
      case Foci.Same() -> product(resource, focus, rowIndex);
      case Foci.Each each -> {
        var elements = each.of(resource, focus, rowIndex);
        yield elements.isEmpty() && each.orNull()
            ? List.<@Nullable JsonNode[]>of(blank())
            : all(resource, elements);
      }
      case Foci.Repeat repeat -> all(resource, repeat.of(resource, focus));
    };
  }

  private List<@Nullable JsonNode[]> all(Item resource, List<Item> elements) {
    var rows = new ArrayList<@Nullable JsonNode[]>();
    for (int i = 0; i < elements.size(); i++) {
      rows.addAll(product(resource, elements.get(i), i));
    }
    return rows;
  }

  private List<@Nullable JsonNode[]> product(Item resource, Item focus, int rowIndex) {
    List<@Nullable JsonNode[]> rows =
        List.<@Nullable JsonNode[]>of(values(resource, focus, rowIndex));
    for (var select : selects) {
      rows = times(rows, select.rows(resource, focus, rowIndex));
    }
    if (union.isEmpty()) {
      return rows;
    }
    var branches = new ArrayList<@Nullable JsonNode[]>();
    for (var branch : union) {
      branches.addAll(branch.rows(resource, focus, rowIndex));
    }
    return times(rows, branches);
  }

  private static List<@Nullable JsonNode[]> times(
      List<@Nullable JsonNode[]> left, List<@Nullable JsonNode[]> right) {
    var rows = new ArrayList<@Nullable JsonNode[]>(left.size() * right.size());
    for (var a : left) {
      for (var b : right) {
        var row = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, row, a.length, b.length);
        rows.add(row);
      }
    }
    return rows;
  }

  private @Nullable JsonNode[] values(Item resource, Item focus, int rowIndex) {
    var row = new @Nullable JsonNode[own.size()];
    for (int i = 0; i < row.length; i++) {
      var column = own.get(i);
      var items =
          column.path().evaluate(resource, focus, rowIndex).stream()
              .filter(Item::hasValue)
              .toList();
      row[i] = value(column, items);
    }
    return row;
  }

  private static @Nullable JsonNode value(Column column, List<Item> items) {
    if (column.collection()) {
      var array = JsonNodeFactory.instance.arrayNode(items.size());
      items.forEach(item -> array.add(item.node()));
      return array;
    }
    if (items.size() > 1) {
      throw new ViewException(
          column.name(), items.size() + " values for a column that is no collection");
    }
    return items.isEmpty() ? null : items.getFirst().node();
  }

  /**
   * The row of nulls that `forEachOrNull` promises. It is the first of its kind, so columns that
   * count rows say 0.
   */
  private @Nullable JsonNode[] blank() {
    var columns = columns();
    var row = new @Nullable JsonNode[columns.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = columns.get(i).countsRows() ? IntNode.valueOf(0) : null;
    }
    return row;
  }
}
