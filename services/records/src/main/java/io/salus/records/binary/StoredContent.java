package io.salus.records.binary;

import java.util.UUID;

/**
 * Content in object storage.
 *
 * @param binary id of the Binary that it belongs to
 * @param sha256 in hex
 */
record StoredContent(UUID id, String binary, long bytes, String sha256) {
  String key() {
    return "binaries/" + id;
  }
}
