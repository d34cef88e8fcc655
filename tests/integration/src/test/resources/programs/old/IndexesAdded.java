package programs.old;

import org.apache.lucene.analysis.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.index.FilterIndexReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.RAMDirectory;
import programs.Turns;

/**
 * Adding indexes calls the readers it is given under the writer's own read-write lock, which is
 * written on wait and notify; a commit asks for that lock. One of each under the service's monitor, the
 * other way round. With the argument "fixed" the commit comes after the monitor.
 */
public final class IndexesAdded {
  private IndexesAdded() {}

  public static void main(String[] args) throws Exception {
    boolean fixed = args.length > 0;
    RAMDirectory source = new RAMDirectory();
    IndexWriter first = new IndexWriter(source, new WhitespaceAnalyzer(), true,
        IndexWriter.MaxFieldLength.UNLIMITED);
    first.addDocument(document("one"));
    first.close();
    IndexWriter writer = new IndexWriter(new RAMDirectory(), new WhitespaceAnalyzer(), true,
        IndexWriter.MaxFieldLength.UNLIMITED);
    Service service = new Service(writer);
    Turns.inOrder(
        () -> writer.addIndexes(new IndexReader[] {service.counting(IndexReader.open(source))}),
        () -> service.save(fixed));
    writer.close();
  }

  private static Document document(String text) {
    Document document = new Document();
    document.add(new Field("text", text, Field.Store.YES, Field.Index.ANALYZED));
    return document;
  }

  static final class Service {
    private final IndexWriter writer;
    private int read;

    Service(IndexWriter writer) {
      this.writer = writer;
    }

    IndexReader counting(IndexReader reader) {
      return new FilterIndexReader(reader) {
        @Override
        public int maxDoc() {
          count();
          return super.maxDoc();
        }
      };
    }

    synchronized void count() {
      read++;
    }

    void save(boolean fixed) throws Exception {
      if (fixed) {
        count();
        commit();
        return;
      }
      synchronized (this) {
        commit();
      }
    }

    private void commit() throws Exception {
      writer.addDocument(document("two"));
      writer.commit();
    }
  }
}
