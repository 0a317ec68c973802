package io.salus.scheduling.mirror;

/**
 * What the records shall hold.
 *
 * @param json the FHIR resource
 * @param subject who made the last change, for the records' audit trail
 */
@SuppressWarnings("ArrayRecordComponent") // made, sent and dropped; never compared
public record MirrorBody(byte[] json, String subject) {
  @Override
  public String toString() {
    return "MirrorBody[" + json.length + " bytes]";
  }
}
