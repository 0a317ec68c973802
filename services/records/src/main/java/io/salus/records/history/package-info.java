/** What has been: the versions of a resource, of a type and of everything. */
@NullMarked
package io.salus.records.history;

import org.jspecify.annotations.NullMarked;
