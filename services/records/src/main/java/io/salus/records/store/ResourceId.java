package io.salus.records.store;

import java.util.regex.Pattern;

/** A resource of this server. */
public record ResourceId(String type, String id) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  /** Whether a text can be a logical id (FHIR R4, datatypes, id). */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  @Override
  public String toString() {
    return type + "/" + id;
  }
}
