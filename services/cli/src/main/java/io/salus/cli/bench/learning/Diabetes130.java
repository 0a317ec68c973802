package io.salus.cli.bench.learning;

import io.salus.learning.table.Column;
import io.salus.learning.table.Csv;
import io.salus.learning.table.CsvTable;
import io.salus.learning.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Encounters of Strack et al., "Impact of HbA1c measurement on hospital readmission rates", BioMed
 * Research International (2014). The outcome is a readmission within 30 days; encounters that end
 * with death or in a hospice cannot have it and are dropped. Encounter numbers rise with time: of
 * the encounters with an earlier one in the file 85 % were inpatients in the year before, of the
 * others 12 %.
 */
final class Diabetes130 {
  /** Expired, or discharged to a hospice: codes of discharge_disposition_id in the source. */
  private static final Set<String> ENDED = Set.of("11", "13", "14", "19", "20", "21");

  private static final String OUTCOME = "readmitted";
  private static final String EARLY = "<30";
  private static final List<String> CODES =
      List.of("admission_type_id", "discharge_disposition_id", "admission_source_id");
  private static final List<String> DIAGNOSES = List.of("diag_1", "diag_2", "diag_3");
  private static final List<String> COUNTS =
      List.of(
          "time_in_hospital",
          "num_lab_procedures",
          "num_procedures",
          "num_medications",
          "number_outpatient",
          "number_emergency",
          "number_inpatient",
          "number_diagnoses");

  private final Csv csv;
  private final Map<String, List<String>> cells = new HashMap<>();
  private final int[] rows;
  private final VisitHistory history;

  Diabetes130(Csv csv) {
    this.csv = csv;
    List<String> ends = csv.column("discharge_disposition_id");
    this.rows = IntStream.range(0, csv.rows()).filter(i -> !ENDED.contains(ends.get(i))).toArray();
    this.history = VisitHistory.of(csv.column("patient_nbr"), csv.column("encounter_id"));
  }

  /** The columns of the file as they are. */
  Table plain() {
    return table(Set.of("encounter_id")).rows(rows);
  }

  /**
   * What was known at discharge: the columns of the file with codes as what they are, groups of
   * diagnoses, changes of medication, and the patient's earlier encounters.
   *
   * @param outcomes whether it says that an earlier encounter was followed by an early readmission,
   *     which is known by then, as this encounter is later
   */
  Table known(boolean outcomes) {
    List<Column> columns = new ArrayList<>();
    Table plain = table(Set.of());
    for (Column column : plain.features()) {
      String name = column.name();
      if (CODES.contains(name) || DIAGNOSES.contains(name)) {
        columns.add(texts(name, i -> cell(name, i)));
      } else if (name.equals("age")) {
        columns.add(numbers(name, i -> middleOfDecade(cell(name, i))));
      } else if (!name.equals("encounter_id")) {
        columns.add(column);
      }
    }
    for (String name : DIAGNOSES) {
      columns.add(texts(name + "_group", i -> Diagnosis.group(cell(name, i))));
      columns.add(numbers(name + "_number", i -> Diagnosis.number(cell(name, i))));
    }
    columns.addAll(medication(plain));
    columns.addAll(earlier(outcomes));
    return new Table(plain.patients(), plain.indexDates(), plain.labels(), columns, Map.of())
        .rows(rows);
  }

  private Table table(Set<String> dropped) {
    Set<String> diagnoses = Set.copyOf(DIAGNOSES);
    return new CsvTable("patient_nbr", "", OUTCOME, Set.of(EARLY), Set.of("?"), dropped, diagnoses)
        .table(csv);
  }

  private String cell(String column, int row) {
    String text = cells.computeIfAbsent(column, csv::column).get(row);
    return text.equals("?") ? "" : text;
  }

  private static double middleOfDecade(String text) {
    return text.isEmpty() ? Double.NaN : Integer.parseInt(text.substring(1, text.indexOf('-'))) + 5;
  }

  /** How many drugs there are, and how many of them were changed. */
  private List<Column> medication(Table plain) {
    List<Column> drugs =
        plain.features().stream()
            .filter(c -> c.levels().contains("Steady") || c.levels().equals(List.of("No")))
            .toList();
    List<Column> counts = new ArrayList<>();
    for (String change : List.of("Steady", "Up", "Down")) {
      counts.add(
          numbers(
              "drugs_" + change.toLowerCase(Locale.ROOT),
              i -> drugs.stream().filter(c -> !c.missing(i) && c.level(i).equals(change)).count()));
    }
    return counts;
  }

  private List<Column> earlier(boolean outcomes) {
    List<Column> columns = new ArrayList<>();
    columns.add(numbers("earlier_encounters", history::count));
    for (String name : COUNTS) {
      columns.add(numbers("last_" + name, i -> last(name, i)));
    }
    for (String name : CODES) {
      columns.add(
          texts("last_" + name, i -> history.last(i) < 0 ? "" : cell(name, history.last(i))));
    }
    columns.add(
        numbers(
            "earlier_days",
            i -> history.sum(i, j -> Double.parseDouble(cell("time_in_hospital", j)))));
    columns.add(numbers("earlier_same_diagnosis", i -> history.sum(i, j -> same(i, j))));
    if (outcomes) {
      columns.add(
          numbers(
              "last_readmitted_early",
              i -> history.last(i) < 0 ? Double.NaN : early(history.last(i))));
      columns.add(numbers("earlier_readmitted_early", i -> history.sum(i, this::early)));
    }
    return columns;
  }

  private double last(String name, int row) {
    int last = history.last(row);
    return last < 0 ? Double.NaN : Double.parseDouble(cell(name, last));
  }

  private double early(int row) {
    return cell(OUTCOME, row).equals(EARLY) ? 1 : 0;
  }

  private double same(int row, int other) {
    String group = Diagnosis.group(cell("diag_1", row));
    return group.equals(Diagnosis.group(cell("diag_1", other))) ? 1 : 0;
  }

  private Column numbers(String name, IntToDoubleFunction value) {
    return Column.numbers(name, IntStream.range(0, csv.rows()).mapToDouble(value).toArray());
  }

  private Column texts(String name, IntFunction<String> value) {
    return CsvTable.categories(name, IntStream.range(0, csv.rows()).mapToObj(value).toList());
  }
}
