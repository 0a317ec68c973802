package io.salus.records.transaction;

import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException;
import org.jspecify.annotations.Nullable;

/** What a GET entry of a Bundle is answered. */
sealed interface EntryAnswer {
  /** A resource, or a Bundle, which has no version. */
  final class Found implements EntryAnswer {
    private final byte[] json;
    private final @Nullable StoredVersion version;

    Found(byte[] json, @Nullable StoredVersion version) {
      this.json = json;
      this.version = version;
    }

    byte[] json() {
      return json;
    }

    @Nullable StoredVersion version() {
      return version;
    }

    @Override
    public int size() {
      return json.length;
    }
  }

  /** The client has it already. */
  record NotModified(StoredVersion version) implements EntryAnswer {}

  /** It cannot be read. */
  record Failed(AppException error) implements EntryAnswer {}

  /** Bytes that it takes. */
  default int size() {
    return 0;
  }
}
