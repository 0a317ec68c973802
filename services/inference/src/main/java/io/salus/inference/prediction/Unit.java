package io.salus.inference.prediction;

/** UCUM units (ucum.org) as people write them. */
final class Unit {
  private Unit() {}

  static String written(String ucum) {
    if (ucum.startsWith("{") && ucum.endsWith("}")) {
      return ucum.substring(1, ucum.length() - 1);
    }
    return switch (ucum) {
      case "a" -> "years";
      case "mo" -> "months";
      case "d" -> "days";
      case "mm[Hg]" -> "mmHg";
      case "kg/m2" -> "kg/m²";
      case "Cel" -> "°C";
      case "[degF]" -> "°F";
      default -> ucum.endsWith("/a") ? ucum.substring(0, ucum.length() - 1) + "year" : ucum;
    };
  }
}
