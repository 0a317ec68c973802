package io.salus.cli.bench.records;

import io.salus.cli.bench.stage.Stage;
import java.io.IOException;

/** A server and the patients in it. */
public record Side(FhirServer server, People people) {

  /** The gateway as one of the servers that are compared. */
  public static Side salus(Stage stage) throws IOException {
    FhirServer server = FhirServer.of("Salus", stage.state().gatewayUrl() + "/fhir", stage.token());
    return new Side(server, People.of(server));
  }

  Essence essence() {
    return new Essence(people);
  }
}
