package io.salus.records.search;

/** Names of parameters that a client made up, as they may be repeated to it and to a log. */
final class Names {
  private static final int LONGEST = 64;

  private Names() {}

  static String plain(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_.:-]", "?");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST);
  }
}
