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
import org.jspecify.annotations.Nullable;

/**
 * Where a page ends, as a client carries it: signed and bound to tenant, search and compartment, so
 * that it cannot be made up or used elsewhere. A sorted result takes its next rows along, so that
 * writes meanwhile neither repeat nor lose one.
 */
final class PageLink {
  /** Rows that a link can hold: an address stays below the 4,000 characters that all take. */
  static final int MOST_ROWS = 500;

  private static final int MAC = 16;
  private static final int LONGEST = 8192;

  private PageLink() {}

  static String write(TenantHash hash, String identity, @Nullable String patient, Cursor cursor) {
    ByteBuffer payload = ByteBuffer.allocate(16 + 10 * (MOST_ROWS + 1));
    switch (cursor) {
      case Cursor.Start start -> payload.put((byte) 's');
      case Cursor.AfterRow after -> number(payload.put((byte) 'r'), after.rid());
      case Cursor.Listed listed -> {
        number(payload.put((byte) 'l'), listed.offset());
        long last = 0;
        for (long rid : listed.rids()) {
          number(payload, rid - last);
          last = rid;
        }
      }
      case Cursor.Behind behind -> number(payload.put((byte) 'o'), behind.offset());
      case Cursor.AfterKey after -> {
        Long key = after.key();
        number(payload.put((byte) (key == null ? 'n' : 'k')), after.rid());
        number(payload, key == null ? 0 : key);
      }
    }
    byte[] text = Arrays.copyOf(payload.array(), payload.position());
    byte[] link = Arrays.copyOf(sign(hash, identity, patient, text), MAC + text.length);
    System.arraycopy(text, 0, link, MAC, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(link);
  }

  static Cursor read(TenantHash hash, String identity, @Nullable String patient, String link) {
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
      return cursor(ByteBuffer.wrap(text));
    } catch (BufferUnderflowException e) {
      throw foreign();
    }
  }

  private static Cursor cursor(ByteBuffer payload) {
    byte kind = payload.get();
    return switch (kind) {
      case 's' -> new Cursor.Start();
      case 'r' -> new Cursor.AfterRow(number(payload));
      case 'o' -> new Cursor.Behind((int) number(payload));
      case 'k' -> {
        long rid = number(payload);
        yield new Cursor.AfterKey(number(payload), rid);
      }
      case 'n' -> new Cursor.AfterKey(null, number(payload));
      case 'l' -> {
        int offset = (int) number(payload);
        List<Long> rids = new ArrayList<>();
        long last = 0;
        while (payload.hasRemaining()) {
          last += number(payload);
          rids.add(last);
        }
        yield new Cursor.Listed(rids, offset);
      }
      default -> throw foreign();
    };
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
