import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * The query syntax of the race: blanks between items, an item is a word or a "phrase",
 * after + it must match, after - it must not; the others only score once there is a +.
 */
final class Syntax {
    private Syntax() {
    }

    /** Null when the text is no query. */
    static Query parse(String text) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        Query only = null;
        int items = 0;
        int at = 0;
        while (at < text.length()) {
            char sign = text.charAt(at);
            if (sign == ' ') {
                at++;
                continue;
            }
            boolean signed = sign == '+' || sign == '-';
            int start = signed ? at + 1 : at;
            boolean quoted = start < text.length() && text.charAt(start) == '"';
            start += quoted ? 1 : 0;
            int end = text.indexOf(quoted ? '"' : ' ', start);
            if (end < 0) {
                end = text.length();
            }
            if (end == start || quoted && end == text.length()) {
                return null;
            }
            Query item = item(text.substring(start, end), quoted);
            only = sign == '-' ? null : item;
            items++;
            all.add(item, sign == '+' ? Occur.MUST
                : sign == '-' ? Occur.MUST_NOT : Occur.SHOULD);
            at = end + 1;
        }
        return items == 1 && only != null ? only : items == 0 ? null : all.build();
    }

    private static Query item(String words, boolean quoted) {
        if (!quoted || words.indexOf(' ') < 0) {
            return new TermQuery(new Term(Engine.TEXT, words));
        }
        List<String> terms = new ArrayList<>();
        int start = 0;
        for (int end = 0; end <= words.length(); end++) {
            if (end == words.length() || words.charAt(end) == ' ') {
                if (end > start) {
                    terms.add(words.substring(start, end));
                }
                start = end + 1;
            }
        }
        return new PhraseQuery(Engine.TEXT, terms.toArray(new String[0]));
    }
}
