package io.salus.records.index;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.records.definition.Composite;
import io.salus.records.definition.R4;
import io.salus.records.definition.SearchParameter;
import io.salus.records.definition.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of the page is what the code does. {@code -Dwrite} writes it anew. */
class SearchParametersPageTest {
  private static final Path PAGE = Path.of("../../docs/api/fhir/search-parameters.md");
  private static final String MARK =
      "<!-- From here on the page is written by SearchParametersPageTest. -->\n";

  @Test
  void listsEveryParameterAndWhereItFindsItsValues() throws IOException {
    String page = Files.readString(PAGE);
    String expected = page.substring(0, page.indexOf(MARK) + MARK.length()) + table();
    if (System.getProperty("write") != null) {
      Files.writeString(PAGE, expected);
    }
    assertTrue(expected.equals(Files.readString(PAGE)), "run this test with -Dwrite");
  }

  private static String table() {
    StringBuilder text = new StringBuilder();
    List<SearchParameter> ofAll = ofAllTypes();
    section(text, "All resources", ofAll);
    for (String type : R4.resourceTypes().stream().sorted().toList()) {
      List<SearchParameter> own =
          R4.searchParameters(type).stream()
              .filter(parameter -> !parameter.code().startsWith("_"))
              .toList();
      section(text, type, own);
    }
    return text.toString();
  }

  private static List<SearchParameter> ofAllTypes() {
    return R4.searchParameters("Patient").stream()
        .filter(parameter -> parameter.code().startsWith("_"))
        .toList();
  }

  private static void section(StringBuilder text, String title, List<SearchParameter> parameters) {
    if (parameters.isEmpty()) {
      return;
    }
    text.append("\n### ")
        .append(title)
        .append("\n\n| Parameter | Type | Values |\n|---|---|---|\n");
    for (SearchParameter parameter : parameters) {
      text.append("| `")
          .append(parameter.code())
          .append("` | ")
          .append(parameter.kind().name().toLowerCase(Locale.ROOT))
          .append(" | ")
          .append(values(parameter).replace("|", "\\|"))
          .append(" |\n");
    }
  }

  private static String values(SearchParameter parameter) {
    Composite composite = parameter.composite();
    if (composite != null) {
      List<String> forms = new ArrayList<>();
      composite.together().forEach(codes -> forms.add("`" + String.join("` and `", codes) + "`"));
      composite.pairs().forEach(pairs -> forms.add("pairs of `" + pairs.root() + "`"));
      return String.join(", or ", forms);
    }
    return parameter.paths().stream()
        .map(SearchParametersPageTest::path)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String path(SearchPath path) {
    String text = "`" + path.expression() + "`";
    return path.target() == null ? text : text + " to a " + path.target();
  }
}
