package io.salus.records.bulk;

/**
 * A file that a job made.
 *
 * @param name unique within the job; its ending tells the form
 * @param purpose as in the manifest of Bulk Data Access: {@code output}, {@code deleted} or {@code
 *     error}; or {@code input}, which only the job reads
 * @param type of the resources in it, or what else its content is called
 * @param resources how many, or rows
 */
public record BulkFile(String name, String purpose, String type, long resources, long bytes) {
  boolean isInput() {
    return purpose.equals("input");
  }

  String mediaType() {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "ndjson" -> "application/fhir+ndjson";
      case "json" -> "application/json";
      case "csv" -> "text/csv;charset=utf-8";
      case "parquet" -> "application/vnd.apache.parquet";
      default -> "application/octet-stream";
    };
  }
}
