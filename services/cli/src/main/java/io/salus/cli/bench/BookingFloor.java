package io.salus.cli.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.stream.Collectors;

/**
 * The statement of a booking as a pgbench script: the same function, random clinicians, times of
 * their own.
 */
record BookingFloor(Connection owner, String tenant) {

  String script() throws SQLException {
    var calendars = new ArrayList<String>();
    var practitioners = new ArrayList<String>();
    int version = 1;
    try (var query =
        owner.prepareStatement(
            "select id, practitioner_id, version from calendar where tenant = ?")) {
      query.setString(1, tenant);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          calendars.add(rows.getString(1));
          practitioners.add(rows.getString(2));
          version = rows.getInt(3);
        }
      }
    }
    // The claim keeps the mirror from delivering these visits to the records while others are
    // measured.
    return """
        \\set c random(1, %d)
        \\set k :k + 1
        \\set n :client_id * 40000000 + :k
        select outcome from book_visit('%s', 'pgbench', '', ''::bytea, (array[%s]::uuid[])[:c], %d,
          gen_random_uuid(), gen_random_uuid(), (array[%s])[:c], 'pgbench-' || :n,
          timestamptz '2040-01-01Z' + make_interval(mins => 5 * :n), timestamptz '2040-01-01Z' + make_interval(mins => 5 * :n + 5),
          'bench', now(), interval '1 day', gen_random_uuid(), interval '1 day');
        """
        .formatted(calendars.size(), tenant, quoted(calendars), version, quoted(practitioners));
  }

  private static String quoted(ArrayList<String> values) {
    return values.stream().map(v -> "'" + v + "'").collect(Collectors.joining(","));
  }
}
