import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.MMapDirectory;

/** COMMAND TAB QUERY lines -> MATCHES TAB NANOSECONDS lines, until the input ends. */
final class Serve {
    /** Hits to count exactly before blocks may be skipped: 1 prunes, ALL never. */
    private static final int PRUNE = 1;
    private static final int ALL = Integer.MAX_VALUE;

    private final IndexSearcher searcher;

    private Serve(IndexSearcher searcher) {
        this.searcher = searcher;
    }

    static void answer(Path path) throws IOException {
        BufferedReader in = new BufferedReader(
            new InputStreamReader(System.in, StandardCharsets.ISO_8859_1));
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.ISO_8859_1);
        IndexSearcher.setDefaultQueryCache(null);
        try (DirectoryReader reader = DirectoryReader.open(new MMapDirectory(path))) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
            Serve serve = new Serve(searcher);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.print(serve.reply(line));
                out.print('\n');
                out.flush();
            }
        }
    }

    private String reply(String line) throws IOException {
        long start = System.nanoTime();
        int tab = line.indexOf('\t');
        Query query = tab < 0 ? null : Syntax.parse(line.substring(tab + 1));
        if (query == null) {
            return "UNSUPPORTED";
        }
        String command = line.substring(0, tab);
        if (command.equals("HITS")) {
            return hits(query);
        }
        long matches = run(command, query);
        long time = System.nanoTime() - start;
        return matches < 0 ? "UNSUPPORTED" : matches + "\t" + time;
    }

    private long run(String command, Query query) throws IOException {
        switch (command) {
            case "COUNT":
                return searcher.count(query);
            case "TOP_10":
                top(query, 10, PRUNE);
                return 1;
            case "TOP_100":
                top(query, 100, PRUNE);
                return 1;
            case "TOP_10_COUNT":
                return top(query, 10, ALL);
            case "TOP_100_COUNT":
                return top(query, 100, ALL);
            default:
                return -1;
        }
    }

    /** The hits seen: all of them when counted up to ALL. */
    private int top(Query query, int k, int counted) throws IOException {
        TopScoreDocCollector found = searcher.search(query, new Top(k, counted));
        ScoreDoc[] best = found.topDocs().scoreDocs;
        return best.length == 0 ? 0 : found.getTotalHits();
    }

    private String hits(Query query) throws IOException {
        TopScoreDocCollector found = searcher.search(query, new Top(10, PRUNE));
        LeafReader leaf = searcher.getLeafContexts().get(0).reader();
        StringBuilder line = new StringBuilder();
        for (ScoreDoc hit : found.topDocs().scoreDocs) {
            NumericDocValues ids = leaf.getNumericDocValues(Engine.ID);
            ids.advanceExact(hit.doc);
            line.append(line.length() == 0 ? "" : " ");
            line.append(String.format(Locale.ROOT, "%d:%.6f", ids.longValue(), hit.score));
        }
        return line.toString();
    }

    /** Lucene's own collector of the k best, kept as it is: one segment, one thread. */
    private record Top(int k, int counted)
        implements CollectorManager<TopScoreDocCollector, TopScoreDocCollector> {
        @Override
        public TopScoreDocCollector newCollector() {
            return new TopScoreDocCollectorManager(k, null, counted).newCollector();
        }

        @Override
        public TopScoreDocCollector reduce(Collection<TopScoreDocCollector> collectors) {
            return collectors.iterator().next();
        }
    }
}
