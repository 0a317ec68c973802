package io.salus.cli.stack;

import io.salus.cli.home.Home;

/** How to reach one service's database as the role that the service uses, for measurements. */
public record DatabaseAccess(int port, String database, String user, String password) {

  public static DatabaseAccess of(Home home, StackState state, Service service) {
    Integer port = state.ports().get("postgres");
    if (port == null) {
      throw new IllegalStateException("PostgreSQL has no port");
    }
    return new DatabaseAccess(
        port, service.database(), service.app(), Passwords.of(home).of(service.app()));
  }

  /** The same database as the role that owns its tables. */
  public static DatabaseAccess owner(Home home, StackState state, Service service) {
    DatabaseAccess app = of(home, state, service);
    return new DatabaseAccess(
        app.port(), app.database(), service.owner(), Passwords.of(home).of(service.owner()));
  }

  /** The same database with all rights. */
  public static DatabaseAccess superuser(Home home, StackState state, Service service) {
    DatabaseAccess app = of(home, state, service);
    return new DatabaseAccess(
        app.port(),
        app.database(),
        Passwords.SUPERUSER,
        Passwords.of(home).of(Passwords.SUPERUSER));
  }

  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }
}
