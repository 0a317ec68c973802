/** Networks for images, sequences and anomaly scores, trained in PyTorch through DJL. */
@org.jspecify.annotations.NullMarked
package io.salus.learning.network;
