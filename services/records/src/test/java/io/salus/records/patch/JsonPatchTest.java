package io.salus.records.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.TooLarge;
import io.salus.service.errors.AppException.Unprocessable;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchTest {
  private static final String PATIENT =
      "{'a/b':{'~':1},'name':[{'given':['Ann']}],'n':1.50,'gone':true}";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          {'op':'add','path':'/name/0/given/0','value':'Eva'}    ; /name/0/given      ; ['Eva','Ann']
          {'op':'add','path':'/name/0/given/-','value':'Eva'}    ; /name/0/given      ; ['Ann','Eva']
          {'op':'add','path':'/name/-','value':{'family':'X'}}   ; /name/1/family     ; 'X'
          {'op':'add','path':'/n','value':[null]}                ; /n                 ; [null]
          {'op':'remove','path':'/name/0/given/0'}               ; /name/0            ; {'given':[]}
          {'op':'replace','path':'/a~1b/~0','value':2}           ; /a~1b              ; {'~':2}
          {'op':'move','from':'/a~1b/~0','path':'/n'}            ; /n                 ; 1
          {'op':'copy','from':'/n','path':'/a~1b/x'}             ; /a~1b/x            ; 1.50
          {'op':'test','path':'/n','value':1.5}                  ; /n                 ; 1.50
          {'op':'test','path':'/name/0','value':{'given':['Ann']}}; /n                ; 1.50
          """)
  void changesWhatItPointsTo(String operation, String at, String expected) {
    assertEquals(json("{'x':" + expected + "}").get("x"), apply("[" + operation + "]").at(at));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          {'op':'remove','path':'/nothing'}
          {'op':'replace','path':'/name/1','value':1}
          {'op':'replace','path':'/name/00','value':1}
          {'op':'add','path':'/name/2','value':1}
          {'op':'add','path':'/n/x','value':1}
          {'op':'add','path':'/no/x','value':1}
          {'op':'test','path':'/n','value':2}
          {'op':'remove','path':''}
          """)
  void doesNotFit(String operation) {
    assertThrows(
        Unprocessable.class,
        () -> apply("[{'op':'test','path':'/n','value':1.5}," + operation + "]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          {'op':'delete','path':'/n'}                 ; patch[0].op
          {'op':'add','path':'/n'}                    ; patch[0].value
          {'op':'add','path':'n','value':1}           ; patch[0].path
          {'op':'add','path':'/~2','value':1}         ; patch[0].path
          {'op':'move','path':'/n'}                   ; patch[0].from
          {'op':'move','from':'/name','path':'/name/0'}; patch[0]
          """)
  void isNoPatch(String operation, String place) {
    AppException error = assertThrows(InvalidInput.class, () -> apply("[" + operation + "]"));
    assertEquals(place, error.place());
  }

  @Test
  void doesNotGrowWithoutBound() {
    String doubling =
        "{'op':'copy','from':'/name','path':'/name/-'},{'op':'copy','from':'/name','path':'/a~1b/x'},"
            + "{'op':'copy','from':'/a~1b','path':'/name/-'}";
    String many = String.join(",", java.util.Collections.nCopies(60, doubling));
    assertThrows(TooLarge.class, () -> apply("[" + many + "]"));
  }

  @Test
  void leavesTheOriginal() {
    ObjectNode original = json(PATIENT);
    var unused = patch("[{'op':'remove','path':'/n'}]").apply(original);
    assertEquals(json(PATIENT), original);
  }

  private static ObjectNode apply(String patch) {
    return patch(patch).apply(json(PATIENT));
  }

  private static ResourcePatch patch(String text) {
    return ResourcePatch.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "");
  }

  private static ObjectNode json(String text) {
    return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
