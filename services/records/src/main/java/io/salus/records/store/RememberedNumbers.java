package io.salus.records.store;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of resources that were used lately, as many as fit into 4 MB; who comes takes the place
 * of another. In plain arrays, since objects that live for a while and are then forgotten fill the
 * heap of a long import. Exact: what does not fit into a place, any id but a UUID that is longer
 * than 18 characters, is not remembered. For one thread at a time.
 */
final class RememberedNumbers {
  private static final int PLACES = 1 << 17;
  private static final int UUID_LENGTH = 36;
  private static final int SHORT_LENGTH = 18;

  /** Of each place: kind of id and type, the id in two, the number. Kind 0 is an empty place. */
  private final long[] places = new long[4 * PLACES];

  private final Map<String, Integer> types = new HashMap<>();
  private long kind;
  private long high;
  private long low;

  @Nullable Long get(ResourceId id) {
    if (!read(id)) {
      return null;
    }
    int at = at();
    return places[at] == kind && places[at + 1] == high && places[at + 2] == low
        ? Long.valueOf(places[at + 3])
        : null;
  }

  void put(ResourceId id, long number) {
    if (read(id)) {
      int at = at();
      places[at] = kind;
      places[at + 1] = high;
      places[at + 2] = low;
      places[at + 3] = number;
    }
  }

  private int at() {
    long mixed = (high * 31 + low) * 31 + kind;
    mixed *= 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 47) << 2;
  }

  /** False for an id that does not fit. */
  private boolean read(ResourceId id) {
    int type = types.computeIfAbsent(id.type(), added -> types.size() + 1);
    String text = id.id();
    boolean uuid = text.length() == UUID_LENGTH;
    kind = 2L * type + (uuid ? 1 : 0);
    return uuid ? readUuid(text) : readShort(text);
  }

  private boolean readUuid(String text) {
    long[] halves = new long[2];
    int digits = 0;
    for (int i = 0; i < UUID_LENGTH; i++) {
      char c = text.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (dash ? c != '-' : digit < 0) {
        return false;
      }
      if (!dash) {
        int half = digits++ >> 4;
        halves[half] = halves[half] << 4 | digit;
      }
    }
    high = halves[0];
    low = halves[1];
    return true;
  }

  private boolean readShort(String text) {
    if (text.length() > SHORT_LENGTH) {
      return false;
    }
    high = 0;
    low = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || c > 127) {
        return false;
      }
      if (i < SHORT_LENGTH / 2) {
        high = high << 7 | c;
      } else {
        low = low << 7 | c;
      }
    }
    return true;
  }
}
