@NullMarked
package io.salus.gateway.jobs;

import org.jspecify.annotations.NullMarked;
