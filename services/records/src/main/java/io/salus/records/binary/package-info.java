/** Binary: content in object storage, streamed both ways, and the resource that stands for it. */
@NullMarked
package io.salus.records.binary;

import org.jspecify.annotations.NullMarked;
