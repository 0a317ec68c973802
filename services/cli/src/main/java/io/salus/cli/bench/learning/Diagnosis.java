package io.salus.cli.bench.learning;

/** ICD-9 codes; groups are those of Strack et al. (2014), table 2. */
final class Diagnosis {
  private Diagnosis() {}

  /** The code on a line: digits as they are, V codes from 1,000 on, E codes from 2,000 on. */
  static double number(String code) {
    if (code.isEmpty()) {
      return Double.NaN;
    }
    return switch (code.charAt(0)) {
      case 'V' -> 1000 + Double.parseDouble(code.substring(1));
      case 'E' -> 2000 + Double.parseDouble(code.substring(1));
      default -> Double.parseDouble(code);
    };
  }

  static String group(String code) {
    if (code.isEmpty()) {
      return "";
    }
    double number = number(code);
    int whole = (int) number;
    if (whole == 250) {
      return "diabetes";
    }
    if (between(whole, 390, 459) || whole == 785) {
      return "circulatory";
    }
    if (between(whole, 460, 519) || whole == 786) {
      return "respiratory";
    }
    if (between(whole, 520, 579) || whole == 787) {
      return "digestive";
    }
    if (between(whole, 580, 629) || whole == 788) {
      return "genitourinary";
    }
    if (between(whole, 800, 999)) {
      return "injury";
    }
    if (between(whole, 710, 739)) {
      return "musculoskeletal";
    }
    if (between(whole, 140, 239)) {
      return "neoplasms";
    }
    return "other";
  }

  private static boolean between(int value, int low, int high) {
    return value >= low && value <= high;
  }
}
