package io.salus.records.search;

import io.salus.records.store.TenantHash;
import io.salus.service.errors.AppException.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a page ends, as a client carries it: signed and bound to tenant, search and compartment, so
 * that it cannot be made up or used elsewhere.
 */
final class PageLink {
  private static final int MAC = 16;
  private static final String SEPARATOR = "\u0001";

  private PageLink() {}

  static String write(
      TenantHash hash, String identity, @Nullable String patient, List<String> cursor) {
    String payload = String.join(SEPARATOR, cursor);
    byte[] text = payload.getBytes(StandardCharsets.UTF_8);
    byte[] link = Arrays.copyOf(sign(hash, identity, patient, payload), MAC + text.length);
    System.arraycopy(text, 0, link, MAC, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(link);
  }

  static List<String> read(
      TenantHash hash, String identity, @Nullable String patient, String link, int size) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(link);
    } catch (IllegalArgumentException e) {
      throw foreign();
    }
    if (bytes.length < MAC) {
      throw foreign();
    }
    String payload = new String(bytes, MAC, bytes.length - MAC, StandardCharsets.UTF_8);
    List<String> cursor = Arrays.asList(payload.split(SEPARATOR, -1));
    if (!MessageDigest.isEqual(Arrays.copyOf(bytes, MAC), sign(hash, identity, patient, payload))
        || cursor.size() != size) {
      throw foreign();
    }
    return cursor;
  }

  private static byte[] sign(
      TenantHash hash, String identity, @Nullable String patient, String payload) {
    return hash.sign(String.join(SEPARATOR, identity, patient == null ? "" : patient, payload));
  }

  private static InvalidInput foreign() {
    return new InvalidInput("The page link does not belong to this search.", "_page");
  }
}
