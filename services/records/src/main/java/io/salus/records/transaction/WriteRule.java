package io.salus.records.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.TenantHash;
import io.salus.service.security.Caller;

/**
 * What the server itself has to say about resources of one type before they are stored, beyond
 * their structure. A bean of this type takes part in every write.
 */
public interface WriteRule {
  /** The resource type that it is about. */
  String type();

  /**
   * Checks a resource that is otherwise good, and sets in it what the server decides. Called again
   * when the write is tried again, so it has to come to the same end.
   *
   * @param resource with its id, its references resolved
   * @param place of the resource, for errors
   */
  void apply(Caller caller, TenantHash hash, ObjectNode resource, String place);
}
