package io.salus.records.search;

import io.salus.records.store.ResourceId;
import io.salus.records.store.WidthClass;
import java.util.List;

/** One condition of a search on a row {@code r} of resource. All of them must hold. */
sealed interface Criterion {
  void addTo(Statement statement);

  /** Carries at least one of the hashes. */
  record Hashes(List<Long> anyOf) implements Criterion {
    @Override
    public void addTo(Statement statement) {
      statement.add("x.tokens && ").array(anyOf);
    }
  }

  /** Fulfils at least one. */
  record Either(List<Criterion> anyOf) implements Criterion {
    @Override
    public void addTo(Statement statement) {
      for (int i = 0; i < anyOf.size(); i++) {
        statement.add(i == 0 ? "(" : " or ");
        anyOf.get(i).addTo(statement);
      }
      statement.add(")");
    }
  }

  /** Refers by the parameter to at least one of the resources. */
  record Edges(long parameter, List<ResourceId> anyOf) implements Criterion {
    @Override
    public void addTo(Statement statement) {
      statement.add("x.tokens && (select array_agg(hashint8extended(t.rid, ").add(parameter);
      statement.add(")) from resource t where t.tenant = $1 and (t.type, t.id) in (");
      for (int i = 0; i < anyOf.size(); i++) {
        statement.add(i == 0 ? "(" : ",(").text(anyOf.get(i).type());
        statement.add(",").text(anyOf.get(i).id()).add(")");
      }
      statement.add("))");
    }
  }

  /** Has a string that starts with one of the texts. */
  record Prefixes(long parameter, List<String> anyOf) implements Criterion {
    @Override
    public void addTo(Statement statement) {
      statement
          .add("x.rid in (select s.rid from resource_string s where s.tenant = $1 and s.param = ")
          .add(parameter)
          .add(" and (");
      for (int i = 0; i < anyOf.size(); i++) {
        String start = anyOf.get(i);
        statement
            .add(i == 0 ? "(s.value >= " : " or (s.value >= ")
            .text(start)
            .add(" and s.value < ")
            .text(start + Character.toString(Character.MAX_CODE_POINT))
            .add(")");
      }
      statement.add("))");
    }
  }

  /** Has a time that compares so with one of the intervals. */
  record Times(long parameter, List<TimeComparison> anyOf) implements Criterion {
    @Override
    public void addTo(Statement statement) {
      statement.add("x.rid in (select d.rid from resource_range d where false");
      for (TimeComparison time : anyOf) {
        for (int widthClass = 0; widthClass < WidthClass.count(); widthClass++) {
          statement.add(" or (d.param = ").add(parameter | widthClass).add(" and (");
          time.addTo(statement, WidthClass.widest(widthClass));
          statement.add("))");
        }
      }
      statement.add(")");
    }
  }

  /** Was written at a time that compares so with one of the intervals. */
  record Updated(List<TimeComparison> anyOf) implements Criterion {
    @Override
    public void addTo(Statement statement) {
      for (int i = 0; i < anyOf.size(); i++) {
        statement.add(i == 0 ? "(" : " or ");
        anyOf.get(i).addLastUpdatedTo(statement);
      }
      statement.add(")");
    }
  }

  /** Is one of these. */
  record Ids(List<String> anyOf) implements Criterion {
    @Override
    public void addTo(Statement statement) {
      statement.add("r.id = any (array[");
      for (int i = 0; i < anyOf.size(); i++) {
        statement.add(i == 0 ? "" : ",").text(anyOf.get(i));
      }
      statement.add("])");
    }
  }
}
