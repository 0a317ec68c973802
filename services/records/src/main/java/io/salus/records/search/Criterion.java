package io.salus.records.search;

import java.util.List;

/** One condition of a search on a row {@code r} of resource. All of them must hold. */
sealed interface Criterion {
  void addTo(Statement statement);

  /** Carries at least one of the hashes. */
  record Hashes(List<Long> anyOf) implements Criterion {
    @Override
    public void addTo(Statement statement) {
      statement
          .add("r.key in (select t.key from resource_token t where t.hash")
          .numbers(anyOf)
          .add(")");
    }
  }

  /** Has a string that starts with one of the texts. */
  record Prefixes(long parameter, List<String> anyOf) implements Criterion {
    @Override
    public void addTo(Statement statement) {
      statement
          .add("r.key in (select s.key from resource_string s where s.tenant = $1 and s.param = ")
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
      statement.add("r.key in (select d.key from resource_date d where d.param = ").add(parameter);
      statement.add(" and (");
      for (int i = 0; i < anyOf.size(); i++) {
        statement.add(i == 0 ? "(" : " or (");
        anyOf.get(i).addTo(statement);
        statement.add(")");
      }
      statement.add("))");
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
