package io.salus.scheduling.mirror;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** A FHIR resource in the making: its type, its id, and our id as business identifier. */
public final class FhirJson {
  private final ObjectMapper json;
  private final ObjectNode node;

  private FhirJson(ObjectMapper json, ObjectNode node) {
    this.json = json;
    this.node = node;
  }

  public static FhirJson of(ObjectMapper json, MirrorType type, UUID id) {
    ObjectNode node = json.createObjectNode();
    node.put("resourceType", type.fhirName()).put("id", id.toString());
    node.putArray("identifier")
        .addObject()
        .put("system", "urn:ietf:rfc:3986")
        .put("value", "urn:uuid:" + id);
    return new FhirJson(json, node);
  }

  /** The resource, to be filled. */
  public ObjectNode node() {
    return node;
  }

  /** The finished resource. */
  public MirrorBody body(String subject) {
    try {
      return new MirrorBody(json.writeValueAsBytes(node), subject);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always written", e);
    }
  }
}
