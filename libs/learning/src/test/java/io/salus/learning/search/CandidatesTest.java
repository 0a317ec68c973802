package io.salus.learning.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.learning.fit.Algorithm;
import io.salus.learning.fit.Settings;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandidatesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "neural-network | {\"members\": 3}",
        "convolutional-network | {\"height\": 28, \"width\": 28, \"members\": 3}",
        "recurrent-network | {\"length\": 140, \"cell\": \"lstm\", \"members\": 3}"
      })
  void aSearchKeepsWhatANetworkIs(String name, String settings) throws IOException {
    Algorithm asked = Settings.read(name, new ObjectMapper().readTree(settings));

    List<Algorithm> tried = Candidates.of(asked, 4, 1);

    assertTrue(tried.size() > 1);
    for (Algorithm one : tried) {
      assertEquals(3, Settings.written(one).path("members").asInt());
      assertEquals(Settings.written(asked).path("cell"), Settings.written(one).path("cell"));
    }
  }

  @Test
  void anAutoencoderIsTriedNarrowerAndWiderWithinItsBounds() throws IOException {
    Algorithm asked =
        Settings.read("autoencoder", new ObjectMapper().readTree("{\"hidden\": [600, 1]}"));

    List<Algorithm> tried = Candidates.of(asked, 9, 1);

    assertEquals(asked, tried.getFirst());
    assertEquals(
        List.of("[600,1]", "[300,1]", "[300,1]", "[1024,2]", "[1024,2]"),
        tried.stream().map(one -> Settings.written(one).path("hidden").toString()).toList());
    for (Algorithm one : tried) {
      assertEquals(one, Settings.read("autoencoder", Settings.written(one)));
    }
  }
}
