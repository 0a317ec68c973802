package io.salus.records.bulk;

import java.util.List;

/**
 * What became of a batch.
 *
 * @param created resources that are new
 * @param updated resources that were there, differently
 * @param unchanged resources that were there as they are
 * @param errors an OperationOutcome for each line that was refused
 */
record BatchResult(int created, int updated, int unchanged, List<byte[]> errors) {}
