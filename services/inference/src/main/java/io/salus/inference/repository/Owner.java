package io.salus.inference.repository;

/**
 * Whose a model is.
 *
 * @param tenant the tenant; empty for a model that every tenant may use
 */
public record Owner(String tenant) {
  public static final Owner SHARED = new Owner("");

  public boolean shared() {
    return tenant.isEmpty();
  }

  /** Its folder in a repository. */
  String folder() {
    return shared() ? "shared" : "tenants/" + tenant;
  }

  @Override
  public String toString() {
    return shared() ? "shared" : tenant;
  }
}
