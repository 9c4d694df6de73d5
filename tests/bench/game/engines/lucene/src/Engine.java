import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.util.Version;

/** Lucene in the race: Engine version natural|bp | index DIR natural|bp | serve DIR. */
public final class Engine {
    static final String TEXT = "text";
    static final String ID = "id";

    private Engine() {
    }

    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "version" -> System.out.println("Lucene " + Version.LATEST
                + (args[1].equals("bp") ? " reordered" : "") + ", Java "
                + Runtime.version().feature());
            case "index" -> Build.index(Path.of(args[1]), args[2].equals("bp"));
            case "serve" -> Serve.answer(Path.of(args[1]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }
}
