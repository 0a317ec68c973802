package io.salus.records.everything;

import io.salus.records.store.ResourceId;
import io.salus.records.store.Surroundings.Member;
import io.salus.records.store.TenantHash;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * One page of a record. Pages are cut by number, which never changes: what is written meanwhile
 * neither repeats nor hides anything.
 *
 * @param next the signed place where the next one begins, or empty
 */
record EverythingPage(List<Member> members, String next) {
  private static final int MAC = 16;

  static EverythingPage of(
      TenantHash hash, Caller caller, ResourceId about, EverythingQuery query, List<Member> all) {
    String identity =
        String.join(
            "\u0001",
            "$everything",
            about.toString(),
            query.given(),
            String.valueOf(caller.patient()));
    List<Member> rest =
        query.page().isEmpty() ? all : after(all, read(hash, identity, query.page()));
    if (query.count() == 0 || rest.size() <= query.count()) {
      return new EverythingPage(rest, "");
    }
    List<Member> members = rest.subList(0, query.count());
    return new EverythingPage(members, write(hash, identity, members.getLast().number()));
  }

  /** The first one, what it is all about, stands before its number's place. */
  private static List<Member> after(List<Member> all, long number) {
    boolean first = !all.isEmpty() && all.getFirst().number() == number;
    return all.stream().skip(1).filter(member -> first || member.number() > number).toList();
  }

  private static String write(TenantHash hash, String identity, long number) {
    byte[] link =
        ByteBuffer.allocate(MAC + Long.BYTES)
            .put(hash.sign(identity + "\u0001" + number))
            .putLong(number)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(link);
  }

  private static long read(TenantHash hash, String identity, String link) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(link);
    } catch (IllegalArgumentException e) {
      throw foreign();
    }
    if (bytes.length != MAC + Long.BYTES) {
      throw foreign();
    }
    long number = ByteBuffer.wrap(bytes, MAC, Long.BYTES).getLong();
    if (!MessageDigest.isEqual(
        Arrays.copyOf(bytes, MAC), hash.sign(identity + "\u0001" + number))) {
      throw foreign();
    }
    return number;
  }

  private static InvalidInput foreign() {
    return new InvalidInput("The page link does not belong to this request.", "_page");
  }
}
