package io.salus.cli.bench.learning;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The public data sets. */
enum DataSet {
  BREAST_CANCER("breast-cancer", "breast-cancer-wisconsin-diagnostic.csv.gz"),
  DIABETES("diabetes", "diabetes130.csv.gz"),
  PNEUMONIA("pneumonia", "pneumoniamnist.npz"),
  HEARTBEATS("heartbeats", "ecg5000-train.txt.gz");

  private final String title;
  private final String file;

  DataSet(String title, String file) {
    this.title = title;
    this.file = file;
  }

  boolean in(Path folder) {
    return Files.isReadable(folder.resolve(file));
  }

  Reader open(Path folder) throws IOException {
    return new InputStreamReader(
        new GZIPInputStream(Files.newInputStream(folder.resolve(file))), StandardCharsets.UTF_8);
  }

  String file() {
    return file;
  }

  @Override
  public String toString() {
    return title;
  }
}
