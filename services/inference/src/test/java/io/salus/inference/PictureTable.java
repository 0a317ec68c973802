package io.salus.inference;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.salus.proto.inference.v1.PutTableRequest;
import io.salus.proto.inference.v1.PutTableResponse;
import io.salus.proto.inference.v1.TableServiceGrpc.TableServiceStub;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Small made-up pictures, as a table that is brought; line by line they are sequences, too. */
final class PictureTable {
  static final int SIDE = 6;

  private PictureTable() {}

  /** Sends the table; its id. */
  static String put(TableServiceStub tables) throws Exception {
    StringBuilder csv = new StringBuilder("who,ill");
    for (int j = 0; j < SIDE * SIDE; j++) {
      csv.append(",pixel-").append(j);
    }
    for (int i = 0; i < 300; i++) {
      int ill = i % 3 == 0 ? 1 : 0;
      csv.append("\np").append(i).append(',').append(ill);
      for (double value : picture(ill, i)) {
        csv.append(String.format(Locale.ROOT, ",%.2f", value));
      }
    }
    return put(tables, csv.append('\n').toString().getBytes(StandardCharsets.UTF_8)).getId();
  }

  // Noise with a line that lies low, or high in who is ill.
  static double[] picture(int ill, int seed) {
    Random random = new Random(seed);
    double[] pixels = new double[SIDE * SIDE];
    int line = (ill == 1 ? 0 : 3) + random.nextInt(3);
    for (int j = 0; j < pixels.length; j++) {
      pixels[j] = 100 + 15 * random.nextGaussian() + (j / SIDE == line ? 60 : 0);
    }
    return pixels;
  }

  private static PutTableResponse put(TableServiceStub tables, byte[] bytes) throws Exception {
    CompletableFuture<PutTableResponse> kept = new CompletableFuture<>();
    StreamObserver<PutTableRequest> out =
        tables.put(
            new StreamObserver<>() {
              @Override
              public void onNext(PutTableResponse response) {
                kept.complete(response);
              }

              @Override
              public void onError(Throwable failure) {
                kept.completeExceptionally(failure);
              }

              @Override
              public void onCompleted() {
                // The answer came before.
              }
            });
    List<PutTableRequest> parts = new ArrayList<>();
    parts.add(PutTableRequest.newBuilder().setFormat("csv").build());
    for (int from = 0; from < bytes.length; from += 50_000) {
      int length = Math.min(50_000, bytes.length - from);
      parts.add(
          PutTableRequest.newBuilder().setChunk(ByteString.copyFrom(bytes, from, length)).build());
    }
    parts.forEach(out::onNext);
    out.onCompleted();
    return kept.get(20, TimeUnit.SECONDS);
  }
}
