package io.salus.service.storage;

import java.util.regex.Pattern;

/** What a key may be: so that it never climbs out of its root and needs no escaping anywhere. */
final class StorageKey {
  private static final Pattern KEY =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

  private StorageKey() {}

  static boolean fits(String key) {
    return KEY.matcher(key).matches();
  }

  static String require(String key) {
    if (!fits(key)) {
      throw new IllegalArgumentException("no valid storage key");
    }
    return key;
  }
}
