package io.salus.inference.repository;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The files of a repository, wherever they are. Paths are relative and have no dots in front. */
interface RepositoryFiles {
  /** Names of the folders in a folder, sorted; none when it is not there. */
  List<String> folders(String path) throws IOException;

  /** Whether there is such a file. */
  boolean exists(String path) throws IOException;

  /** Bytes of a file. Throws {@link java.nio.file.NoSuchFileException} when there is none. */
  long size(String path) throws IOException;

  InputStream open(String path) throws IOException;
}
