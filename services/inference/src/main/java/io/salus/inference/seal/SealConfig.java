package io.salus.inference.seal;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** By what stored inputs and outputs are encrypted. */
@ConfigMapping(prefix = "salus.seal")
interface SealConfig {
  /**
   * Files with keys (base64, at least 32 bytes each). The first one encrypts, all of them decrypt,
   * so that a key can be changed without rewriting what is stored. Without them the key is derived
   * from {@code salus.security.internal-key-file}, which then must not be changed; what was sealed
   * by it still opens when there are key files.
   */
  Optional<List<Path>> keyFiles();
}
