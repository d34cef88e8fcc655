import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.lucene50.Lucene50Codec;

/** One thread asks for the default codec, then another makes a codec; each is the first to do so. */
public final class CodecsInTurn {
  private CodecsInTurn() {}

  public static void main(String[] args) throws Exception {
    inTurn(() -> System.out.println(Codec.getDefault()));
    inTurn(() -> System.out.println(new Lucene50Codec()));
  }

  private static void inTurn(Runnable part) throws Exception {
    Thread thread = new Thread(part);
    thread.start();
    thread.join();
  }
}
