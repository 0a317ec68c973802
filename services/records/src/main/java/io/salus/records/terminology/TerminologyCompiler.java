package io.salus.records.terminology;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Resource;

/**
 * Run by the build: packs the code systems and value sets of FHIR R4 that HAPI packages (14 MB of
 * XML) into the file that {@link StandardDefinitions} reads.
 */
public final class TerminologyCompiler {
  private static final String SOURCE = "/org/hl7/fhir/r4/model/valueset/";

  /** Said for people, or about who wrote it. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "*.text",
          "*.meta",
          "*.extension",
          "*.contact",
          "*.identifier",
          "*.description",
          "*.purpose",
          "*.copyright",
          "*.publisher");

  private TerminologyCompiler() {}

  /**
   * @param args the directory to write into
   */
  public static void main(String[] args) throws IOException {
    FhirContext context = FhirContext.forR4();
    IParser printer = context.newJsonParser().setDontEncodeElements(LEFT_OUT);
    StandardDefinitions.Writer writer = new StandardDefinitions.Writer();
    for (String file : List.of("valuesets", "v2-tables", "v3-codesystems")) {
      for (Bundle.BundleEntryComponent entry : bundle(context, file).getEntry()) {
        Resource resource = entry.getResource();
        if (resource instanceof MetadataResource definition) {
          String version = definition.getVersion();
          writer.add(
              resource.fhirType(),
              definition.getUrl(),
              version == null ? "" : version,
              printer.encodeResourceToString(resource).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    Path directory = Files.createDirectories(Path.of(args[0]));
    Files.write(directory.resolve(StandardDefinitions.FILE), writer.file());
  }

  private static Bundle bundle(FhirContext context, String file) throws IOException {
    String path = SOURCE + file + ".xml";
    try (InputStream in = TerminologyCompiler.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IOException(path + " is not on the class path of the build");
      }
      return context
          .newXmlParser()
          .parseResource(Bundle.class, new InputStreamReader(in, StandardCharsets.UTF_8));
    }
  }
}
