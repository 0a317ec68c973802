/** Search within a type: from a query string to one guarded statement, and to a Bundle. */
@NullMarked
package io.salus.records.search;

import org.jspecify.annotations.NullMarked;
