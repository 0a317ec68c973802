package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.salus.records.fhirpath.Expression;
import io.salus.records.fhirpath.Item;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A compiled `select`: its own columns, times the rows of its inner selects, times those of its
 * union, whose branches all have the same columns.
 */
final class Selection {
  /** Of one resource: no sensible view comes near, and a hostile one must not fill the memory. */
  private static final int MOST_ROWS = 100_000;

  private final Foci foci;
  private final List<Column> own;
  private final List<Selection> selects;
  private final List<Selection> union;
  private final List<Column> columns;

  Selection(Foci foci, List<Column> own, List<Selection> selects, List<Selection> union) {
    this.foci = foci;
    this.own = own;
    this.selects = selects;
    this.union = union;
    this.columns =
        Stream.of(
                own.stream(),
                selects.stream().flatMap(select -> select.columns().stream()),
                union.stream().limit(1).flatMap(branch -> branch.columns().stream()))
            .flatMap(part -> part)
            .toList();
  }

  List<Column> columns() {
    return columns;
  }

  /** All expressions that make its rows. */
  Stream<Expression> expressions() {
    var places =
        switch (foci) {
          case Foci.Same() -> Stream.<Expression>of();
          case Foci.Each each -> Stream.of(each.path());
          case Foci.Repeat repeat -> repeat.paths().stream();
        };
    return Stream.of(
            places,
            own.stream().map(Column::path),
            selects.stream().flatMap(Selection::expressions),
            union.stream().flatMap(Selection::expressions))
        .flatMap(part -> part);
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
    if (left.size() == 1 && left.getFirst().length == 0) {
      return right;
    }
    if ((long) left.size() * right.size() > MOST_ROWS) {
      throw new ViewException("select", "more than " + MOST_ROWS + " rows of one resource");
    }
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
      row[i] = value(column, column.path().evaluate(resource, focus, rowIndex));
    }
    return row;
  }

  private static @Nullable JsonNode value(Column column, List<Item> items) {
    if (column.collection()) {
      var array = JsonNodeFactory.instance.arrayNode(items.size());
      items.stream().filter(Item::hasValue).forEach(item -> array.add(item.node()));
      return array;
    }
    JsonNode value = null;
    for (var item : items) {
      if (item.hasValue()) {
        if (value != null) {
          throw new ViewException(
              column.name(), "more than one value for a column that is no collection");
        }
        value = item.node();
      }
    }
    return value;
  }

  /**
   * The row of nulls that `forEachOrNull` promises. It is the first of its kind, so columns that
   * count rows say 0.
   */
  private @Nullable JsonNode[] blank() {
    var row = new @Nullable JsonNode[columns.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = columns.get(i).countsRows() ? IntNode.valueOf(0) : null;
    }
    return row;
  }
}
