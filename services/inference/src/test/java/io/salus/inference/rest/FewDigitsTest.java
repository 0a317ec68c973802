package io.salus.inference.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FewDigitsTest {
  private static float read(String number) {
    char[] text = ("[" + number + "]").toCharArray();
    return FewDigits.read(text, 1, number.length());
  }

  @Test
  void isTheNearestFloat() {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      int places = random.nextInt(11);
      int digits = random.nextInt(1 << 24);
      String number = new BigDecimal(BigInteger.valueOf(digits), places).toPlainString();
      number = random.nextBoolean() ? number : "-" + number;
      assertEquals(Float.parseFloat(number), read(number), number);
    }
  }

  @Test
  void keepsTheSignOfZero() {
    for (String zero : new String[] {"0", "-0", "0.000", "-0.0"}) {
      assertEquals(Float.parseFloat(zero), read(zero), zero);
    }
  }

  @Test
  void leavesAllOthersToTheGeneralWay() {
    for (String other :
        new String[] {
          "16777217", "1e5", "0.00000000001", "123456789012", "-9.9E-3", "1.67772160001"
        }) {
      assertEquals(Float.NaN, read(other), other);
    }
  }
}
