package io.salus.service.runtime;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;

/** A service in its role: the profile names it, and without one the service serves. */
@Singleton
@Unremovable
class RoleApplication implements QuarkusApplication {
  private final Instance<Role> roles;

  RoleApplication(@Any Instance<Role> roles) {
    this.roles = roles;
  }

  @Override
  public int run(String... args) throws Exception {
    List<String> profiles = ConfigUtils.getProfiles();
    for (Role role : roles) {
      if (profiles.contains(role.name())) {
        role.run();
        return 0;
      }
    }
    Quarkus.waitForExit();
    return 0;
  }
}
