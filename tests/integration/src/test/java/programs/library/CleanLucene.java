package programs.library;

import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import programs.Churn;

/** Lucene: two threads index, one searches and commits. */
public final class CleanLucene {
  private CleanLucene() {}

  public static void main(String[] args) throws Exception {
    IndexWriterConfig config = new IndexWriterConfig(new StandardAnalyzer());
    config.setMaxBufferedDocs(50);
    try (ByteBuffersDirectory directory = new ByteBuffersDirectory();
        IndexWriter writer = new IndexWriter(directory, config);
        SearcherManager searchers = new SearcherManager(writer, null)) {
      Churn.run(3, (thread, round) -> {
        if (thread == 0) {
          search(writer, searchers, round);
        } else {
          index(writer, thread, round);
        }
      });
    }
  }

  private static void index(IndexWriter writer, int thread, int round) throws Exception {
    String id = thread + "-" + round % 500;
    Document document = new Document();
    document.add(new StringField("id", id, Field.Store.YES));
    document.add(new TextField("text", "some words of round " + round, Field.Store.NO));
    writer.updateDocument(new Term("id", id), document);
  }

  private static void search(IndexWriter writer, SearcherManager searchers, int round)
      throws Exception {
    searchers.maybeRefresh();
    IndexSearcher searcher = searchers.acquire();
    try {
      searcher.count(new TermQuery(new Term("text", "words")));
    } finally {
      searchers.release(searcher);
    }
    if (round % 10 == 0) {
      writer.commit();
    }
  }
}
