package io.salus.records.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Change;
import io.salus.records.store.Condition;
import io.salus.records.store.ResourceId;
import io.salus.service.id.TimeOrderedId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One write that a client asks for, checked, with its references not yet resolved. */
final class Draft {
  private final Change.Method method;
  private final String type;
  private final UUID key = TimeOrderedId.next();
  private final String clientId;
  private final int ifMatch;
  private final @Nullable ObjectNode resource;
  private final @Nullable Condition condition;
  private final String fullUrl;
  private final String place;
  private final List<ReferenceSite> references;
  private String foundId = "";

  /**
   * @param clientId the id in the URL; empty when the server names the resource
   * @param condition of If-None-Exist, or in the URL of a conditional update
   * @param fullUrl by which other entries refer to it; empty outside a Bundle
   * @param place of the resource, for errors
   */
  Draft(
      Change.Method method,
      String type,
      String clientId,
      int ifMatch,
      @Nullable ObjectNode resource,
      @Nullable Condition condition,
      String fullUrl,
      String place,
      List<ReferenceSite> references) {
    this.method = method;
    this.type = type;
    this.clientId = clientId;
    this.ifMatch = ifMatch;
    this.resource = resource;
    this.condition = condition;
    this.fullUrl = fullUrl;
    this.place = place;
    this.references = references;
  }

  Change.Method method() {
    return method;
  }

  String type() {
    return type;
  }

  UUID key() {
    return key;
  }

  int ifMatch() {
    return ifMatch;
  }

  @Nullable ObjectNode resource() {
    return resource;
  }

  @Nullable Condition condition() {
    return condition;
  }

  String fullUrl() {
    return fullUrl;
  }

  String place() {
    return place;
  }

  List<ReferenceSite> references() {
    return references;
  }

  /** What its condition matches now; empty for nothing. */
  void found(String id) {
    foundId = id;
  }

  String foundId() {
    return foundId;
  }

  /** True when a conditional create has nothing to do. */
  boolean exists() {
    return method == Change.Method.POST && !foundId.isEmpty();
  }

  /** The resource it will be, or is. */
  ResourceId target() {
    if (!foundId.isEmpty()) {
      return new ResourceId(type, foundId);
    }
    return new ResourceId(type, clientId.isEmpty() ? key.toString() : clientId);
  }

  @Override
  public String toString() {
    return method + " " + type + " at " + place;
  }
}
