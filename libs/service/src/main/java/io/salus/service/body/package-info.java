/** Bodies of requests while they come. */
@org.jspecify.annotations.NullMarked
package io.salus.service.body;
