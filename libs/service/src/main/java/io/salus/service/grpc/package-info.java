@NullMarked
package io.salus.service.grpc;

import org.jspecify.annotations.NullMarked;
