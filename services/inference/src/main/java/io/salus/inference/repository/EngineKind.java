package io.salus.inference.repository;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What computes a model. Nothing else is loaded, whatever a file says it is. */
public enum EngineKind {
  /** A TorchScript file in PyTorch. It is a program: an administrator approves its hash. */
  TORCHSCRIPT("pytorch_torchscript"),
  /** An ONNX file in ONNX Runtime; a graph of known operators. */
  ONNX("onnx_onnxv1"),
  /** A model of our own trainings, computed in process. */
  SALUS("salus_model"),
  /** Answers with its inputs: no file, for trying clients and measuring the way. */
  IDENTITY("salus_identity");

  private final String platform;

  EngineKind(String platform) {
    this.platform = platform;
  }

  /** The platform as the protocol names it. */
  public String platform() {
    return platform;
  }

  /** As manifests name it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable EngineKind of(String key) {
    for (EngineKind kind : values()) {
      if (kind.key().equals(key)) {
        return kind;
      }
    }
    return null;
  }
}
