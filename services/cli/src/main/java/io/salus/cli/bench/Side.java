package io.salus.cli.bench;

/** A server and the patients in it. */
record Side(FhirServer server, People people) {
  Essence essence() {
    return new Essence(people);
  }
}
