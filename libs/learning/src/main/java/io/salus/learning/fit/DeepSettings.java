package io.salus.learning.fit;

import io.salus.learning.network.Architecture;
import io.salus.learning.network.Schedule;
import java.util.List;

/** Hyperparameters of a network that is trained in the engine, on rows that may be no table. */
public sealed interface DeepSettings
    permits PictureSettings, SequenceSettings, AutoencoderSettings {
  /**
   * The layers.
   *
   * @param inputs columns after encoding
   */
  Architecture architecture(int inputs);

  /** How it is trained. */
  Schedule schedule();

  /** Epochs without a lower loss on rows held out after which it ends. */
  int patience();

  /**
   * Throws {@link SettingsException}, which names the setting, unless a table with so many features
   * is what the settings say.
   */
  void requireColumns(int features);

  /** Other settings worth trying. */
  List<DeepSettings> others();
}
