package io.salus.learning.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.learning.UnusableDataException;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CsvTableTest {
  private static final CsvTable KINDS =
      new CsvTable("id", "", "readmitted", Set.of("<30"), Set.of("?"), Set.of("secret"), Set.of());

  @Test
  void readsKindsPatientsAndOutcomes() throws IOException {
    Table table =
        KINDS.table(
            csv(
                "id,age,city,smoker,secret,readmitted\r\n"
                    + "a,70,\"Bonn, \"\"old\"\"\",true,1,<30\r\n"
                    + "b,?,Ulm,,2,NO\n"
                    + "\n"
                    + "a,7.5,?,false,3,>30"));

    assertEquals(List.of("a", "b", "a"), table.patients());
    assertArrayEquals(new boolean[] {true, false, false}, table.labels());
    assertEquals(
        List.of(ColumnKind.NUMBER, ColumnKind.CATEGORY, ColumnKind.BOOLEAN),
        table.features().stream().map(Column::kind).toList());
    assertEquals("Bonn, \"old\"", table.features().get(1).level(0));
    assertTrue(table.features().get(0).missing(1) && table.features().get(1).missing(2));
    assertEquals(7.5, table.features().get(0).value(2), 0);
  }

  @Test
  void namesTheLineThatIsWrong() {
    for (String wrong : List.of("a,b\n1,2\n3\n", "a,b\n1,2\n\"3,4\n", "a,a\n1,2\n", "a,\n1,2\n")) {
      String message =
          String.valueOf(assertThrows(UnusableDataException.class, () -> csv(wrong)).getMessage());
      assertTrue(message.contains("line"), message);
    }
  }

  @Test
  void countsTheLinesOfTheFileAlsoOverEmptyOnesAndQuotes() throws IOException {
    Csv csv = csv("\uFEFFid,note\na,\"two\nlines\"\n\nb,x\n");

    assertEquals(List.of("id", "note"), csv.header());
    assertEquals(2, csv.line(0));
    assertEquals(5, csv.line(1));
  }

  @Test
  void namesLineAndColumnOfACellThatIsWrong() {
    String head = "id,secret,code,age,readmitted\na,s,1,50,NO\nb,s,2,60,NO\n";
    assertEquals("line 4, column readmitted: there is no label", refused(head + "c,s,3,70,?\n"));
    assertEquals("line 4, column id: there is no patient", refused(head + ",s,3,70,NO\n"));
    assertTrue(
        refused(head + "c,s,3,7O,NO\n").startsWith("line 4, column age: \"7O\" is no number"));
    assertEquals("the table has no column readmitted; it has id;age", refused("id;age\na;1\n"));
  }

  @Test
  void takesNumbersForNamesWhereItIsToldTo() throws IOException {
    CsvTable codes =
        new CsvTable(
            "id", "", "readmitted", Set.of("<30"), Set.of(), Set.of("secret"), Set.of("code"));

    Table table = codes.table(csv("id,secret,code,readmitted\na,s,250,<30\nb,s,V57,NO\n"));

    assertEquals(List.of("250", "V57"), table.features().getFirst().levels());
  }

  private static String refused(String text) {
    return String.valueOf(
        assertThrows(UnusableDataException.class, () -> KINDS.table(csv(text))).getMessage());
  }

  private static Csv csv(String text) throws IOException {
    return Csv.read(new StringReader(text));
  }
}
