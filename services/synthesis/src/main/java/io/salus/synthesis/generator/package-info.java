/** The generators: a conditional GAN and a variational autoencoder for tables. */
@org.jspecify.annotations.NullMarked
package io.salus.synthesis.generator;
