/** Changes of resources that clients describe: JSON Patch (RFC 6902) and FHIRPath Patch. */
@NullMarked
package io.salus.records.patch;

import org.jspecify.annotations.NullMarked;
