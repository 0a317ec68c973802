package io.salus.cli.bench;

import io.salus.cli.bench.InferRequests.Form;
import java.io.IOException;
import java.util.List;

/**
 * The MLP beside DJL Serving in one run, by clients that send bytes. The peer has it twice: as it
 * takes requests one by one, and in batches.
 *
 * @param peer address of DJL Serving
 */
record DjlBench(Stage stage, String peer, Timeline timeline) {
  private static final String ALONE = "mlp";
  private static final String BATCHED = "mlp_batched";
  private static final List<Integer> CLIENTS = List.of(1, 8, 32, 64);

  void run() throws IOException {
    InferRequests requests =
        new InferRequests(BenchModel.MLP, InferenceBench.direct(stage), stage.token());
    ConnectionLoad ours = InferenceBench.http(requests.base(), requests.questions(Form.BINARY));
    ConnectionLoad alone = theirs(requests, ALONE);
    ConnectionLoad batched = theirs(requests, BATCHED);
    for (ConnectionLoad load : List.of(alone, batched)) {
      load.run(32, stage.warmUp().dividedBy(3), timeline, "warming up DJL Serving");
    }
    for (int clients : CLIENTS) {
      String name = "MLP beside DJL Serving";
      Measured own = measure(name + ": Salus", ours, clients);
      Measured one = measure(name + ": unbatched", alone, clients);
      Measured many = measure(name + ": batched", batched, clients);
      stage.results().compare(name, clients, own, one.perSecond() > many.perSecond() ? one : many);
    }
  }

  private ConnectionLoad theirs(InferRequests requests, String model) throws IOException {
    return InferenceBench.http(
        peer, new DjlRequests(requests, peer, model, model.equals(BATCHED)).questions());
  }

  private Measured measure(String name, ConnectionLoad load, int clients) throws IOException {
    return stage.measure(
        name, clients, Base.NONE, () -> load.run(clients, stage.time(), timeline, name).all());
  }
}
