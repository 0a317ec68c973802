package io.salus.records.validation;

import java.util.ArrayList;
import java.util.List;

/** Collects issues at the present place. */
final class Issues {
  /** More do not help whoever has to repair the resource. */
  private static final int MOST = 100;

  private final Place place;
  private final List<Issue> found = new ArrayList<>(0);

  Issues(Place place) {
    this.place = place;
  }

  Place place() {
    return place;
  }

  boolean isFull() {
    return found.size() >= MOST;
  }

  void add(String code, String detail) {
    if (!isFull()) {
      found.add(new Issue(code, place.toString(), detail));
    }
  }

  /** An issue of a child that is not entered, for example because it is missing. */
  void add(String code, String child, String detail) {
    if (!isFull()) {
      found.add(new Issue(code, place + "." + child, detail));
    }
  }

  List<Issue> list() {
    return List.copyOf(found);
  }
}
