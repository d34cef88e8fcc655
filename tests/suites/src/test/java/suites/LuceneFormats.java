package suites;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.index.BaseCompoundFormatTestCase;
import org.apache.lucene.tests.index.BaseDocValuesFormatTestCase;
import org.apache.lucene.tests.index.BaseLiveDocsFormatTestCase;
import org.apache.lucene.tests.index.BasePostingsFormatTestCase;
import org.apache.lucene.tests.index.BaseStoredFieldsFormatTestCase;
import org.apache.lucene.tests.util.TestUtil;

/** Lucene's tests of index formats, on its default codec: writers, readers and merges in threads. */
public final class LuceneFormats {
  private LuceneFormats() {}

  public static final class Postings extends BasePostingsFormatTestCase {
    @Override
    protected Codec getCodec() {
      return TestUtil.getDefaultCodec();
    }
  }

  public static final class DocValues extends BaseDocValuesFormatTestCase {
    @Override
    protected Codec getCodec() {
      return TestUtil.getDefaultCodec();
    }
  }

  public static final class StoredFields extends BaseStoredFieldsFormatTestCase {
    @Override
    protected Codec getCodec() {
      return TestUtil.getDefaultCodec();
    }
  }

  public static final class LiveDocs extends BaseLiveDocsFormatTestCase {
    @Override
    protected Codec getCodec() {
      return TestUtil.getDefaultCodec();
    }
  }

  public static final class Compound extends BaseCompoundFormatTestCase {
    @Override
    protected Codec getCodec() {
      return TestUtil.getDefaultCodec();
    }
  }
}
