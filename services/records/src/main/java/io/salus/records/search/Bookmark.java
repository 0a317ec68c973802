package io.salus.records.search;

import org.jspecify.annotations.Nullable;

/**
 * What a page takes over from the one before.
 *
 * @param total that the first page told, so that all pages tell the same; null where none is wanted
 */
record Bookmark(Cursor cursor, @Nullable Long total) {
  static final Bookmark START = new Bookmark(new Cursor.Start(), null);

  /** The same result at another place. */
  Bookmark at(Cursor other) {
    return new Bookmark(other, total);
  }
}
