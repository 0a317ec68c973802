package io.salus.cli.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.salus.cli.home.Home;
import io.salus.cli.terminal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** Passwords of PostgreSQL's roles, made once and kept for the owner only. */
record Passwords(Map<String, String> byRole) {
  static final String SUPERUSER = "salus_admin";

  /** Reads them, or makes them when there is no data yet that depends on them. */
  static Passwords of(Home home) {
    Path file = home.keys().resolve("passwords.json");
    try {
      if (Files.exists(file)) {
        return read(home, file);
      }
      if (Files.exists(home.data())) {
        throw home.damaged(
            "keys/passwords.json is missing, and the data in it cannot be opened without");
      }
      var passwords = new TreeMap<String, String>();
      passwords.put(SUPERUSER, random());
      for (Service service : Service.values()) {
        if (service.hasDatabase()) {
          passwords.put(service.owner(), random());
          passwords.put(service.app(), random());
        }
      }
      Home.write(file, Json.MAPPER.writeValueAsString(passwords) + "\n");
      return new Passwords(passwords);
    } catch (IOException e) {
      throw home.unusable(e);
    }
  }

  String of(String role) {
    String password = byRole.get(role);
    if (password == null) {
      throw new IllegalStateException("no password for role " + role);
    }
    return password;
  }

  private static Passwords read(Home home, Path file) throws IOException {
    try {
      return new Passwords(
          Json.MAPPER.readValue(
              Files.readString(file), new TypeReference<TreeMap<String, String>>() {}));
    } catch (JsonProcessingException e) {
      throw home.damaged("keys/passwords.json cannot be read");
    }
  }

  private static String random() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
