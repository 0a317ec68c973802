package io.salus.gateway.backend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Timestamp;
import io.salus.service.errors.AppException.InvalidInput;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Times and embedded JSON between the contracts and REST. */
public final class WireProtoMapper {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WireProtoMapper() {}

  public static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /** The moment, or null when the message has none. */
  public static @Nullable Instant instant(boolean present, Timestamp time) {
    return present ? instant(time) : null;
  }

  public static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /**
   * A moment in ISO 8601: with an offset, or a date, which means its first moment in UTC.
   *
   * @param name what to call it in the error
   */
  public static Instant parse(String name, String text) {
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidInput("A time is written as 2026-12-01T09:00:00Z, or as a date.", name);
    }
  }

  /** A JSON value that a service sent as text; null for an empty one. */
  public static @Nullable JsonNode json(String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a service sent broken JSON", e);
    }
  }
}
