package io.salus.records.fhirpath;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Compiles expressions. */
public final class FhirPath {
  /**
   * More than all search parameters of R4 (about 1,400); a bound, because clients can send
   * expressions too.
   */
  private static final int CACHED = 4096;

  private static final Map<String, Expression> CACHE = Collections.synchronizedMap(new Recent());

  private FhirPath() {}

  /**
   * The compiled form of an expression without constants of its own; cached.
   *
   * @throws FhirPathException when the text is no supported FHIRPath
   */
  public static Expression compile(String text) {
    var known = CACHE.get(text);
    if (known != null) {
      return known;
    }
    var compiled = compile(text, Map.of());
    CACHE.put(text, compiled);
    return compiled;
  }

  /**
   * The compiled form of an expression that may name constants (`%name`).
   *
   * @throws FhirPathException when the text is no supported FHIRPath, or names an unknown constant
   */
  public static Expression compile(String text, Map<String, Item> constants) {
    var parser = new Parser(text, constants);
    var root = parser.parse();
    return new Expression(text, root, parser.names(), parser.readsWhole(), parser.readsElements());
  }

  private static final class Recent extends LinkedHashMap<String, Expression> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(256, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Expression> eldest) {
      return size() > CACHED;
    }
  }
}
