package io.salus.cli.bench.inference;

import io.salus.cli.bench.inference.InferRequests.Form;
import io.salus.cli.bench.load.ConnectionLoad;
import io.salus.cli.bench.load.ConnectionLoad.Loaded;
import io.salus.cli.bench.load.Measured;
import io.salus.cli.bench.load.Timeline;
import io.salus.cli.bench.stage.Base;
import io.salus.cli.bench.stage.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The MLP beside DJL Serving in one run, by clients that send bytes. The peer has it twice: as it
 * takes requests one by one, and in batches.
 *
 * @param peer address of DJL Serving
 */
record DjlBench(Stage stage, String peer, Timeline timeline) {
  private static final String ALONE = "mlp";
  private static final String BATCHED = "mlp_batched";
  private static final int TURNS = 5;
  private static final List<Integer> CLIENTS = List.of(1, 8, 32, 64);

  void run() throws IOException {
    InferRequests requests =
        new InferRequests(BenchModel.MLP, InferenceBench.direct(stage), stage.token());
    ConnectionLoad ours = InferenceBench.http(requests.base(), requests.questions(Form.BINARY));
    ConnectionLoad alone = theirs(requests, ALONE);
    ConnectionLoad batched = theirs(requests, BATCHED);
    for (ConnectionLoad load : List.of(ours, alone, batched)) {
      load.run(32, stage.warmUp().dividedBy(3), timeline, "warming up for DJL Serving");
    }
    for (int clients : CLIENTS) {
      compare(
          clients,
          List.of(
              new Side("Salus", ours), new Side("unbatched", alone), new Side("batched", batched)));
    }
  }

  private record Side(String name, ConnectionLoad load) {}

  /** They take turns, since what the machine gives changes from minute to minute. */
  private void compare(int clients, List<Side> sides) throws IOException {
    String name = "MLP beside DJL Serving";
    var loaded = new LinkedHashMap<Side, Loaded>();
    for (int turn = 0; turn < TURNS; turn++) {
      for (Side side : sides) {
        Loaded one = side.load.run(clients, stage.time().dividedBy(TURNS), timeline, side.name);
        loaded.merge(side, one, Loaded::and);
      }
    }
    var measured = new ArrayList<Measured>();
    loaded.forEach(
        (side, all) -> {
          measured.add(all.all());
          stage
              .results()
              .load(name + ": " + side.name, clients, measured.getLast(), Base.NONE, Map.of());
        });
    boolean alone = measured.get(1).perSecond() > measured.get(2).perSecond();
    stage.results().compare(name, clients, measured.get(0), measured.get(alone ? 1 : 2));
  }

  private ConnectionLoad theirs(InferRequests requests, String model) throws IOException {
    return InferenceBench.http(
        peer, new DjlRequests(requests, peer, model, model.equals(BATCHED)).questions());
  }
}
