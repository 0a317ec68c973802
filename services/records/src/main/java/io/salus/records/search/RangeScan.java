package io.salus.records.search;

import io.salus.records.search.Clause.InRange;
import io.salus.records.search.Clause.Span;
import io.salus.records.store.WidthClass;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the index on (param, low) is read for a box: one stretch for each class of width, since the
 * width bounds how far left of a high end the low end can lie.
 */
final class RangeScan {
  private RangeScan() {}

  static List<Span> of(List<Span> spans) {
    List<Span> scans = new ArrayList<>();
    for (Span span : spans) {
      for (int widthClass = 0; widthClass < WidthClass.count(); widthClass++) {
        // Points are of the first class, any other number of the last.
        if (span.time() || widthClass == 0 || widthClass == WidthClass.count() - 1) {
          long widest = span.time() || widthClass > 0 ? WidthClass.widest(widthClass) : 0;
          Box scan = narrowed(span.box(), widest);
          if (!scan.isEmpty()) {
            scans.add(new Span(span.parameter() | widthClass, span.time(), scan));
          }
        }
      }
    }
    return scans;
  }

  /** Boxes in which one interval meets all. */
  static List<Span> inAll(List<InRange> parts) {
    List<Span> all = parts.getFirst().anyOf();
    for (InRange part : parts.subList(1, parts.size())) {
      List<Span> both = new ArrayList<>();
      for (Span one : all) {
        for (Span other : part.anyOf()) {
          Box box = one.box().and(other.box());
          if (!box.isEmpty()) {
            both.add(new Span(one.parameter(), one.time(), box));
          }
        }
      }
      all = both;
    }
    return all;
  }

  private static Box narrowed(Box box, long widest) {
    boolean unbounded = widest == Long.MAX_VALUE || box.highFrom() < Long.MIN_VALUE + widest;
    long from = unbounded ? Long.MIN_VALUE : box.highFrom() - widest;
    return new Box(
        Math.max(box.lowFrom(), from),
        Math.min(box.lowTo(), box.highTo()),
        box.highFrom(),
        box.highTo());
  }
}
