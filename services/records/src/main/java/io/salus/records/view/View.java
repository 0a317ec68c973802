package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.fhirpath.Expression;
import io.salus.records.fhirpath.FhirPathException;
import io.salus.records.fhirpath.Item;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A compiled ViewDefinition; immutable, may be used by many threads at once. It looks at one
 * resource at a time.
 */
public final class View {
  private final String resource;
  private final List<Expression> where;
  private final Selection selection;
  private final Projection projection;

  View(String resource, List<Expression> where, Selection selection) {
    this.resource = resource;
    this.where = where;
    this.selection = selection;
    this.projection =
        Projection.of(Stream.concat(where.stream(), selection.expressions()).toList());
  }

  /**
   * @param definition a ViewDefinition (SQL on FHIR v2.1)
   * @throws ViewException when it is wrong
   */
  public static View compile(JsonNode definition) {
    return new ViewCompiler(definition).compile();
  }

  /** The type of resources that the view looks at. */
  public String resource() {
    return resource;
  }

  public List<Column> columns() {
    return selection.columns();
  }

  /** What the view looks at in a resource. */
  Projection projection() {
    return projection;
  }

  /** Place of a column in the rows; -1 when there is none of that name. */
  public int indexOf(String column) {
    for (int i = 0; i < columns().size(); i++) {
      if (columns().get(i).name().equals(column)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The rows of one resource, none when it is of another type.
   *
   * @return values in the order of the columns, null where there is none; an array for a collection
   * @throws ViewException when the data does not fit, for example two values for a column that is
   *     no collection
   */
  public List<@Nullable JsonNode[]> rows(JsonNode json) {
    var item = Item.of(json);
    if (!resource.equals(item.type())) {
      return List.of();
    }
    try {
      return keeps(item) ? selection.rows(item, item, 0) : List.of();
    } catch (FhirPathException e) {
      throw new ViewException(resource, e.getMessage() == null ? "wrong path" : e.getMessage());
    } catch (StackOverflowError e) {
      // The JDK's regular expressions recurse; the stack is whole again up here.
      throw new ViewException(resource, "an expression nests too deeply for the data");
    }
  }

  private boolean keeps(Item item) {
    for (var condition : where) {
      var result = condition.evaluate(item);
      if (result.isEmpty()) {
        return false;
      }
      if (result.size() > 1 || !result.getFirst().node().isBoolean()) {
        throw new ViewException("where", "'" + condition + "' gives no boolean");
      }
      if (!result.getFirst().node().booleanValue()) {
        return false;
      }
    }
    return true;
  }
}
