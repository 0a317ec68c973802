package io.salus.records.search;

import io.salus.records.store.TenantHash;
import io.salus.service.errors.AppException.InvalidInput;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a page ends, as a client carries it: signed and bound to tenant, search and compartment, so
 * that it cannot be made up or used elsewhere. A sorted result takes its next rows along, or the
 * name of the place where they are kept, so that writes meanwhile neither repeat nor lose one.
 */
final class PageLink {
  /** Rows that a link can hold: an address stays below the 4,000 characters that all take. */
  static final int MOST_ROWS = 500;

  private static final int MAC = 16;
  private static final int LONGEST = 8192;

  private PageLink() {}

  static String write(
      TenantHash hash, String identity, @Nullable String patient, Bookmark bookmark) {
    ByteBuffer payload = ByteBuffer.allocate(64 + 10 * (MOST_ROWS + 1));
    Long total = bookmark.total();
    number(payload, total == null ? -1 : total);
    switch (bookmark.cursor()) {
      case Cursor.Start start -> payload.put((byte) 's');
      case Cursor.AfterRow after -> {
        number(payload.put((byte) 'r'), after.rid());
        number(payload, after.newest());
        numbers(payload, after.shown());
      }
      case Cursor.Listed listed -> numbers(payload.put((byte) 'l'), listed.rids());
      case Cursor.Others others -> {
        number(payload.put((byte) 'o'), others.newest());
        numbers(payload, others.shown());
      }
      case Cursor.Kept kept -> {
        payload.put((byte) 'k');
        payload.putLong(kept.id().getMostSignificantBits());
        payload.putLong(kept.id().getLeastSignificantBits());
        number(payload, kept.offset());
        number(payload, kept.size());
      }
    }
    byte[] text = Arrays.copyOf(payload.array(), payload.position());
    byte[] link = Arrays.copyOf(sign(hash, identity, patient, text), MAC + text.length);
    System.arraycopy(text, 0, link, MAC, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(link);
  }

  static Bookmark read(TenantHash hash, String identity, @Nullable String patient, String link) {
    byte[] bytes;
    try {
      bytes = link.length() > LONGEST ? new byte[0] : Base64.getUrlDecoder().decode(link);
    } catch (IllegalArgumentException e) {
      throw foreign();
    }
    if (bytes.length <= MAC) {
      throw foreign();
    }
    byte[] text = Arrays.copyOfRange(bytes, MAC, bytes.length);
    if (!MessageDigest.isEqual(Arrays.copyOf(bytes, MAC), sign(hash, identity, patient, text))) {
      throw foreign();
    }
    try {
      ByteBuffer payload = ByteBuffer.wrap(text);
      long total = number(payload);
      return new Bookmark(cursor(payload), total < 0 ? null : total);
    } catch (BufferUnderflowException e) {
      throw foreign();
    }
  }

  private static Cursor cursor(ByteBuffer payload) {
    byte kind = payload.get();
    return switch (kind) {
      case 's' -> new Cursor.Start();
      case 'r' -> new Cursor.AfterRow(number(payload), number(payload), numbers(payload));
      case 'l' -> new Cursor.Listed(numbers(payload));
      case 'o' -> {
        long newest = number(payload);
        yield new Cursor.Others(numbers(payload), newest);
      }
      case 'k' ->
          new Cursor.Kept(
              new UUID(payload.getLong(), payload.getLong()),
              (int) number(payload),
              (int) number(payload));
      default -> throw foreign();
    };
  }

  /** To the end, each as the difference to the one before. */
  private static void numbers(ByteBuffer out, List<Long> numbers) {
    long last = 0;
    for (long number : numbers) {
      number(out, number - last);
      last = number;
    }
  }

  private static List<Long> numbers(ByteBuffer in) {
    List<Long> numbers = new ArrayList<>();
    long last = 0;
    while (in.hasRemaining()) {
      last += number(in);
      numbers.add(last);
    }
    return numbers;
  }

  /** Seven bits a byte, the sign in the lowest: near rows take one or two bytes. */
  private static void number(ByteBuffer out, long number) {
    long rest = (number << 1) ^ (number >> 63);
    while ((rest & ~0x7fL) != 0) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  private static long number(ByteBuffer in) {
    long rest = 0;
    for (int shift = 0; ; shift += 7) {
      byte part = in.get();
      rest |= (part & 0x7fL) << shift;
      if (part >= 0) {
        return (rest >>> 1) ^ -(rest & 1);
      }
    }
  }

  private static byte[] sign(
      TenantHash hash, String identity, @Nullable String patient, byte[] payload) {
    return hash.sign(
        String.join(
            "\u0001",
            identity,
            patient == null ? "" : patient,
            Base64.getEncoder().encodeToString(payload)));
  }

  private static InvalidInput foreign() {
    return new InvalidInput("The page link does not belong to this search.", "_page");
  }
}
