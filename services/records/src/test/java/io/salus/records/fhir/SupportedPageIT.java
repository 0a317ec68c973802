package io.salus.records.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.records.operation.Operations;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of what is supported is what the server does. {@code -Dwrite} writes it anew. */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class SupportedPageIT {
  private static final Path PAGE = Path.of("../../docs/api/fhir/supported.md");
  private static final String MARK =
      "<!-- From here on the page is written by SupportedPageIT. -->\n";

  @TestHTTPResource("/")
  URI address;

  @Inject Operations operations;

  @Test
  void saysWhatTheServerDoes() throws IOException {
    String page = Files.readString(PAGE);
    String expected = page.substring(0, page.indexOf(MARK) + MARK.length());
    try (TestFhir fhir = TestFhir.admin(address, "supported")) {
      expected += new SupportedPage(fhir.capabilities(), new SearchTries(fhir)).of(operations);
    }
    if (System.getProperty("write") != null) {
      Files.writeString(PAGE, expected);
    }
    assertEquals(expected, Files.readString(PAGE), "run this test with -Dwrite");
  }
}
