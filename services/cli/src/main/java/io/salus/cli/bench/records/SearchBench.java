package io.salus.cli.bench.records;

import io.salus.cli.bench.load.ConnectionLoad;
import io.salus.cli.bench.load.ConnectionLoad.Loaded;
import io.salus.cli.bench.load.HttpExchange;
import io.salus.cli.bench.load.Question;
import io.salus.cli.bench.load.Questions;
import io.salus.cli.bench.load.Timeline;
import io.salus.cli.bench.stage.Base;
import io.salus.cli.bench.stage.CoresUsed;
import io.salus.cli.bench.stage.Stage;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The mix of searches at both servers; each answer must have as many entries as the first time. */
record SearchBench(
    Stage stage, List<Integer> clients, List<Query> mix, Side salus, @Nullable Side peer) {
  private static final int WARMING = 16;

  void run() throws IOException {
    int servers = peer == null ? 1 : 2;
    Duration total =
        stage.warmUp().plus(stage.time().multipliedBy(clients.size())).multipliedBy(servers);
    try (Progress progress = stage.console().progress("Searches", 1, "")) {
      var timeline = new Timeline(progress, total);
      List<Loaded> theirs = peer == null ? List.of() : loads(peer, ", peer", timeline);
      List<Loaded> ours = loads(salus, ", Salus", timeline);
      for (int i = 0; i < theirs.size(); i++) {
        compare(clients.get(i), ours.get(i), theirs.get(i));
      }
      progress.done("measured");
    }
  }

  private void compare(int number, Loaded ours, Loaded theirs) {
    stage.results().compare("searches", number, ours.all(), theirs.all());
    for (Query.Kind kind : Query.KINDS) {
      stage
          .results()
          .compare(
              "search: " + kind.title(),
              number,
              ours.of(Query.KINDS.indexOf(kind)),
              theirs.of(Query.KINDS.indexOf(kind)));
    }
  }

  private List<Loaded> loads(Side side, String whose, Timeline timeline) throws IOException {
    var questions = Questions.round(questions(side));
    var load =
        new ConnectionLoad(
            side.server().address(), Query.KINDS.size(), i -> new HttpExchange(questions));
    load.run(WARMING, stage.warmUp(), timeline, "warming up" + whose);
    var loads = new ArrayList<Loaded>();
    for (int number : clients) {
      var cores = CoresUsed.since(stage.state());
      Loaded loaded = load.run(number, stage.time(), timeline, "searches" + whose);
      loads.add(loaded);
      stage.results().load("searches" + whose, number, loaded.all(), Base.NONE, cores.now());
      for (Query.Kind kind : Query.KINDS) {
        stage
            .results()
            .part("search: " + kind.title() + whose, number, loaded.of(Query.KINDS.indexOf(kind)));
      }
    }
    return loads;
  }

  /** All searches that the server answers, in an order that has the kinds mixed. */
  private List<Question> questions(Side side) {
    var questions = new ArrayList<Question>();
    for (Query query : mix) {
      String path = query.at(side);
      try {
        int entries = side.server().get(path).path("entry").size();
        questions.add(
            new Question(
                Query.KINDS.indexOf(query.kind()),
                side.server().request("GET", path, ""),
                Question.entries(entries)));
      } catch (IOException e) {
        stage.results().error(String.valueOf(e.getMessage()));
      }
    }
    Collections.shuffle(questions, new Random(1));
    return questions;
  }
}
