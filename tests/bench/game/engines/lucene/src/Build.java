import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogByteSizeMergePolicy;
import org.apache.lucene.index.LogMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.misc.index.BPIndexReorderer;
import org.apache.lucene.misc.index.BPReorderingMergePolicy;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.FSDirectory;

/**
 * Documents of the race on standard input -> one segment. One thread adds, flushes and
 * merges; segments are only merged at the end, once, in the order of the documents.
 */
final class Build {
    private static final double BUFFER_MB = 1024;
    private static final int SEGMENTS = 1000;
    /** Rarer words do not steer the order; the default, 4096, is for more documents. */
    private static final int REORDERING_WORDS = 256;

    private Build() {
    }

    static void index(Path path, boolean reorder) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer())
            .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
            .setSimilarity(new BM25Similarity(1.2f, 0.75f))
            .setRAMBufferSizeMB(BUFFER_MB)
            .setUseCompoundFile(false)
            .setMergeScheduler(new SerialMergeScheduler())
            .setMergePolicy(reorder ? reordering(inOrder()) : inOrder());
        try (FSDirectory directory = FSDirectory.open(path);
            IndexWriter writer = new IndexWriter(directory, config)) {
            add(writer);
            writer.forceMerge(1);
            writer.commit();
            check(SegmentInfos.readLatestCommit(directory), reorder);
        }
    }

    private static void add(IndexWriter writer) throws IOException {
        NumericDocValuesField id = new NumericDocValuesField(Engine.ID, 0);
        TextField text = new TextField(Engine.TEXT, "", Field.Store.NO);
        Document document = new Document();
        document.add(id);
        document.add(text);
        BufferedReader in = new BufferedReader(
            new InputStreamReader(System.in, StandardCharsets.ISO_8859_1), 1 << 20);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            id.setLongValue(Long.parseLong(field(line, "\"id\":\"")));
            text.setStringValue(field(line, "\"text\":\""));
            writer.addDocument(document);
        }
    }

    /** A value of a document's line; the race's documents hold no escapes. */
    private static String field(String line, String name) {
        int start = line.indexOf(name) + name.length();
        int end = line.indexOf('"', start);
        if (start < name.length() || end < 0) {
            throw new IllegalArgumentException("no document: " + line);
        }
        return line.substring(start, end);
    }

    private static MergePolicy inOrder() {
        LogMergePolicy policy = new LogByteSizeMergePolicy();
        policy.setMergeFactor(SEGMENTS);
        policy.setNoCFSRatio(0);
        return policy;
    }

    /** Bipartite graph partitioning, at the forced merge only. */
    private static MergePolicy reordering(MergePolicy natural) {
        BPIndexReorderer reorderer = new BPIndexReorderer();
        reorderer.setRAMBudgetMB(BUFFER_MB);
        reorderer.setMinDocFreq(REORDERING_WORDS);
        BPReorderingMergePolicy policy =
            new BPReorderingMergePolicy(new AlwaysMerging(natural), reorderer);
        policy.setMinNaturalMergeNumDocs(Integer.MAX_VALUE);
        return policy;
    }

    /** The reorderer gives up quietly when its memory does not suffice. */
    private static void check(SegmentInfos infos, boolean reorder) throws IOException {
        if (infos.size() != 1) {
            throw new IOException(infos.size() + " segments, not one");
        }
        String reordered = infos.info(0).info.getDiagnostics().get("bp.reordered");
        if (reorder && !"true".equals(reordered)) {
            throw new IOException("not reordered");
        }
    }

    /** A forced merge that takes a lone flushed segment too, so that it is reordered. */
    private static final class AlwaysMerging extends FilterMergePolicy {
        AlwaysMerging(MergePolicy in) {
            super(in);
        }

        @Override
        public MergeSpecification findForcedMerges(SegmentInfos infos, int most,
            Map<SegmentCommitInfo, Boolean> toMerge, MergeContext context) throws IOException {
            MergeSpecification found = super.findForcedMerges(infos, most, toMerge, context);
            if (found == null && infos.size() == 1
                && Boolean.TRUE.equals(toMerge.get(infos.info(0)))) {
                found = new MergeSpecification();
                found.add(new OneMerge(infos.asList()));
            }
            return found;
        }
    }
}
