package io.salus.service.runtime;

import org.eclipse.microprofile.config.spi.Converter;

/** A number of a configuration that has to be 1 or more: a service refuses to start with less. */
public final class AtLeastOne implements Converter<Integer> {
  private static final long serialVersionUID = 1;

  @Override
  public Integer convert(String text) {
    int number = Integer.parseInt(text.trim());
    if (number < 1) {
      throw new IllegalArgumentException("must be 1 or more");
    }
    return number;
  }
}
