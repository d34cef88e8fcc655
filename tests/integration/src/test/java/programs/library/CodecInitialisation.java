package programs.library;

import java.util.Set;

/** Lucene 5.2.1, whose codecs initialise without a circle. */
public final class CodecInitialisation {
  private CodecInitialisation() {}

  public static void main(String[] args) throws Exception {
    Class<?> codec = Class.forName("org.apache.lucene.codecs.Codec");
    Set<?> names = (Set<?>) codec.getMethod("availableCodecs").invoke(null);
    System.out.println(names);
  }
}
