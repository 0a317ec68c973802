package io.salus.cli.bench.records;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what a function of the database is called with, so that pgbench can make the same
 * call: until it is closed, a function of the same name and signature stands in front of it.
 */
final class CallRecorder implements AutoCloseable {
  private final Connection owner;
  private final String function;
  private final String signature;
  private final List<String> types = new ArrayList<>();

  CallRecorder(Connection owner, String function) throws SQLException {
    this.owner = owner;
    this.function = function;
    String arguments;
    String result;
    try (var query =
        owner.prepareStatement(
            """
            select pg_get_function_arguments(oid), pg_get_function_result(oid),
              pg_get_function_identity_arguments(oid),
              array(select format_type(t, null) from unnest(proargtypes::oid[]) t)
            from pg_proc where proname = ?\
            """)) {
      query.setString(1, function);
      try (var rows = query.executeQuery()) {
        rows.next();
        arguments = rows.getString(1);
        result = rows.getString(2);
        signature = rows.getString(3);
        types.addAll(List.of((String[]) rows.getArray(4).getArray()));
      }
    }
    var values = new ArrayList<String>();
    var texts = new ArrayList<String>();
    for (int i = 1; i <= types.size(); i++) {
      values.add("$" + i);
      texts.add("$" + i + "::text");
    }
    execute("create table bench_call (arguments text[])");
    execute("grant insert on bench_call to public");
    execute("alter function %s(%s) rename to %s_recorded".formatted(function, signature, function));
    execute(
        """
        create function %1$s(%2$s) returns %3$s language plpgsql as $recorder$
        begin
          insert into bench_call values (array[%4$s]);
          return query select * from %1$s_recorded(%5$s);
        end $recorder$\
        """
            .formatted(
                function, arguments, result, String.join(",", texts), String.join(",", values)));
  }

  /**
   * The call as a script of pgbench. Each run of it makes a resource of its own: where the call
   * gives the one new id, the script gives another.
   */
  String script(String id) throws SQLException {
    @Nullable String[] arguments = arguments();
    var call = new ArrayList<String>();
    for (int i = 0; i < arguments.length; i++) {
      String value = arguments[i];
      if (value == null) {
        call.add("null::" + types.get(i));
      } else if (value.equals("{" + id + "}")) {
        call.add("array[new.id]::" + types.get(i));
      } else {
        call.add("'" + value.replace("'", "''") + "'::" + types.get(i));
      }
    }
    return "select made.* from (select uuidv7()::text) new(id), lateral %s(%s) made;\n"
        .formatted(function, String.join(", ", call));
  }

  private @Nullable String[] arguments() throws SQLException {
    try (var statement = owner.createStatement();
        var rows = statement.executeQuery("select arguments from bench_call")) {
      if (!rows.next()) {
        throw new SQLException("the records did not call " + function);
      }
      Array array = rows.getArray(1);
      return (@Nullable String[]) array.getArray();
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    execute("drop function %s(%s)".formatted(function, signature));
    execute("alter function %s_recorded(%s) rename to %s".formatted(function, signature, function));
    execute("drop table bench_call");
  }
}
