package io.salus.scheduling.mirror;

/** The FHIR types that are mirrored, in the order in which they refer to each other. */
public enum MirrorType {
  SCHEDULE("Schedule"),
  SLOT("Slot"),
  APPOINTMENT("Appointment");

  private final String fhirName;

  MirrorType(String fhirName) {
    this.fhirName = fhirName;
  }

  /** The resource type's name. */
  public String fhirName() {
    return fhirName;
  }

  static MirrorType of(String fhirName) {
    for (MirrorType type : values()) {
      if (type.fhirName.equals(fhirName)) {
        return type;
      }
    }
    throw new IllegalArgumentException("not mirrored: " + fhirName);
  }
}
