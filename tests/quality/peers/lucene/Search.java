import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.QueryBuilder;

/** Lucene with its default BM25 (k1 1.2, b 0.75): Search standard|russian DOCS QUERIES. */
public class Search {
    private static final int HITS = 100;

    public static void main(String[] args) throws IOException {
        Analyzer analyzer =
            args[0].equals("russian") ? new RussianAnalyzer() : new StandardAnalyzer();
        Directory directory = new ByteBuffersDirectory();
        index(directory, analyzer, Path.of(args[1]));
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            answer(new IndexSearcher(reader), new QueryBuilder(analyzer), Path.of(args[2]));
        }
    }

    private static void index(Directory directory, Analyzer analyzer, Path docs)
        throws IOException {
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
            for (String line : Files.readAllLines(docs)) {
                String[] parts = line.split("\t", 2);
                Document document = new Document();
                document.add(new StoredField("id", parts[0]));
                document.add(new TextField("body", parts[1], Field.Store.NO));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
    }

    private static void answer(IndexSearcher searcher, QueryBuilder builder, Path queries)
        throws IOException {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line : Files.readAllLines(queries)) {
            String[] parts = line.split("\t", 2);
            Query query = builder.createBooleanQuery("body", parts[1]);
            if (query == null) {
                continue;
            }
            int rank = 0;
            for (ScoreDoc hit : searcher.search(query, HITS).scoreDocs) {
                String id = searcher.storedFields().document(hit.doc).get("id");
                out.printf(Locale.ROOT, "%s Q0 %s %d %.6f lucene%n", parts[0], id, ++rank,
                    hit.score);
            }
        }
        out.flush();
    }
}
