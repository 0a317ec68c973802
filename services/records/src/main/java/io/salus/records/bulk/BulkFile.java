package io.salus.records.bulk;

/**
 * A file that a job made.
 *
 * @param name unique within the job
 * @param purpose as in the manifest of Bulk Data Access: {@code output}, {@code deleted} or {@code
 *     error}
 * @param type of the resources in it
 * @param resources how many
 */
record BulkFile(String name, String purpose, String type, long resources, long bytes) {}
