package io.salus.records.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.patch.ResourcePatch;
import io.salus.records.store.Change;
import io.salus.records.store.Condition;
import io.salus.records.store.ResourceId;
import io.salus.service.id.TimeOrderedId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One write that a client asks for, checked, with its references not yet resolved. */
final class Draft {
  /** A patch, and what checks the resource that it makes. */
  record Patching(ResourcePatch patch, Drafting drafting) {}

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
  private @Nullable Patching patching;
  private boolean mustBeNew;
  private String foundId = "";

  /**
   * @param clientId the id in the URL, or in the resource of a conditional update; empty when the
   *     server names the resource
   * @param condition of If-None-Exist, or in the URL of another conditional write
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

  /** It changes what is there by a patch. */
  Draft patching(ResourcePatch patch, Drafting drafting) {
    patching = new Patching(patch, drafting);
    return this;
  }

  /** It fails when the resource of its id is there already. */
  Draft onlyNew() {
    mustBeNew = true;
    return this;
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

  /** What the present version must be for the store: 0 anything, {@link Change#ABSENT} none. */
  int expectedVersion() {
    boolean named = condition != null && foundId.isEmpty() && !clientId.isEmpty();
    return mustBeNew || named ? Change.ABSENT : ifMatch;
  }

  boolean mustBeNew() {
    return mustBeNew;
  }

  String clientId() {
    return clientId;
  }

  @Nullable Patching patching() {
    return patching;
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

  /** True when a conditional delete has nothing to do. */
  boolean absent() {
    return method == Change.Method.DELETE && condition != null && foundId.isEmpty();
  }

  /** The fullUrl of an entry to which a relative reference in this one is: by the same root. */
  String besides(ResourceId relative) {
    int id = fullUrl.lastIndexOf('/');
    int name = id < 0 ? -1 : fullUrl.lastIndexOf('/', id - 1);
    return name < 0 ? "" : fullUrl.substring(0, name + 1) + relative;
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
