package io.salus.cli.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleFileTest {
  @TempDir Path folder;

  @Test
  void knowsHowManyEntriesAndWhoseTheyAre() throws Exception {
    var file =
        scan(
            """
            {"resourceType": "Bundle", "type": "transaction", "entry": [
              {"resource": {"resourceType": "Patient", "identifier": [{"system": "urn:x", "value": "7"}]}},
              {"resource": {"resourceType": "Observation", "component": [{"a": {}}]}},
              {"resource": {"resourceType": "Condition"}}]}
            """);
    assertEquals(3, file.entries());
    assertEquals("urn:x|7", file.patientIdentifier());
    assertTrue(file.findable());
  }

  @Test
  void aBatchIsPostedButCannotBeFoundAgainByAPatient() throws Exception {
    var file =
        scan(
            "{\"type\": \"batch\", \"entry\": [{\"resource\": {}}], \"resourceType\": \"Bundle\"}");
    assertTrue(file.postable());
    assertFalse(file.findable());
    assertNull(file.patientIdentifier());
  }

  @Test
  void whatIsNoBundleIsNotPosted() throws Exception {
    assertFalse(scan("{\"resourceType\": \"Patient\", \"type\": \"batch\"}").postable());
    assertFalse(scan("[1, 2]").postable());
  }

  private BundleFile scan(String json) throws Exception {
    return BundleFile.scan(Files.writeString(folder.resolve("bundle.json"), json));
  }
}
