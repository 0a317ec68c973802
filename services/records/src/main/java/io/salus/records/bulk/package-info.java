/** Bulk data: {@code $export} and {@code $import} as jobs, over files in object storage. */
@NullMarked
package io.salus.records.bulk;

import org.jspecify.annotations.NullMarked;
