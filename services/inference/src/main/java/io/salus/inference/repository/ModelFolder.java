package io.salus.inference.repository;

import java.util.List;

/**
 * A model as the repository has it.
 *
 * @param versions ascending, at least one
 */
public record ModelFolder(Owner owner, String name, Labels labels, List<Version> versions) {
  /**
   * @param number from 1
   */
  public record Version(int number, Manifest manifest) {}

  String path(Version version) {
    return owner.folder() + "/" + name + "/" + version.number() + "/" + version.manifest().file();
  }
}
