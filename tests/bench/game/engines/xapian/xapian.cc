/* xapian.cc - Xapian in the race: glass database, BM25, positions, one compacted file set.
 *
 *   xapian index DIR    documents on standard input -> DIR/db
 *   xapian serve DIR    questions on standard input
 *
 * Document number n of the race is document n + 1 here, so nothing needs to be stored.
 */
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

#include <xapian.h>

#include "ask.h"
#include "documents.h"

namespace
{

// Without the table of terms by document, which only deletes and expansion need.
const int create_flags = Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS |
                         Xapian::DB_NO_TERMLIST | Xapian::DB_NO_SYNC;

// Documents of a batch, as many as Xapian itself would buffer. Its buffer is a map of
// maps: with ten times as many a document takes twice as long. Each batch is a database
// of its own, because a B-tree of positions by word and document grows everywhere.
const uint64_t batch_documents = 10000;

Xapian::Document make_document(const char *text)
{
    Xapian::Document document;
    Xapian::termpos position = 0;
    std::string term;
    for (const char *at = text; *at != '\0';) {
        size_t bytes = std::strcspn(at, " ");
        if (bytes > 0) {
            term.assign(at, bytes);
            document.add_posting(term, ++position);
        }
        at += bytes + (at[bytes] == ' ');
    }
    return document;
}

// One batch into a database in `folder`; false when there are no more documents.
bool index_batch(documents &documents, const std::string &folder)
{
    if (!documents_next(&documents))
        return false;
    Xapian::WritableDatabase db(folder, create_flags);
    uint64_t count = 0;
    do {
        if (documents.id + 1 != documents.count)
            throw Xapian::InvalidArgumentError("ids that are not 0, 1, 2 ...");
        db.add_document(make_document(documents.text));
    } while (++count < batch_documents && documents_next(&documents));
    db.commit();
    return true;
}

// Batches in their order, then one merge, which numbers the documents on.
void index_documents(const std::string &folder)
{
    documents documents = {};
    Xapian::Database batches;
    for (unsigned number = 0;; number++) {
        std::string batch = folder + "/batch" + std::to_string(number);
        if (!index_batch(documents, batch))
            break;
        batches.add_database(Xapian::Database(batch));
    }
    documents_close(&documents);
    batches.compact(folder + "/db",
                    Xapian::DBCOMPACT_MULTIPASS | Xapian::Compactor::FULLER);
}

Xapian::Query clause_query(const ask_clause &clause)
{
    if (clause.word_count == 1)
        return Xapian::Query(clause.words[0]);
    return Xapian::Query(Xapian::Query::OP_PHRASE, clause.words,
                         clause.words + clause.word_count,
                         Xapian::termcount(clause.word_count));
}

// All clauses of one sign under one operator; an empty query when there are none.
Xapian::Query sign_query(const ask &ask, ask_sign sign, Xapian::Query::op op)
{
    std::vector<Xapian::Query> parts;
    for (size_t i = 0; i < ask.clause_count; i++) {
        if (ask.clauses[i].sign == sign)
            parts.push_back(clause_query(ask.clauses[i]));
    }
    return parts.size() == 1 ? parts[0] : Xapian::Query(op, parts.begin(), parts.end());
}

Xapian::Query whole_query(const ask &ask)
{
    Xapian::Query must = sign_query(ask, ASK_MUST, Xapian::Query::OP_AND);
    Xapian::Query may = sign_query(ask, ASK_MAY, Xapian::Query::OP_OR);
    Xapian::Query query = must.empty() ? may
                          : may.empty()
                              ? must
                              : Xapian::Query(Xapian::Query::OP_AND_MAYBE, must, may);
    if (ask.sign_count[ASK_NOT] == 0)
        return query;
    return Xapian::Query(Xapian::Query::OP_AND_NOT, query,
                         sign_query(ask, ASK_NOT, Xapian::Query::OP_OR));
}

bool is_one_word(const ask &ask)
{
    return ask.clause_count == 1 && ask.clauses[0].word_count == 1;
}

void answer_question(const Xapian::Database &db, const ask &ask, ask_answer &answer)
{
    if (ask.depth == 0 && is_one_word(ask)) { // the dictionary knows
        answer.matches = db.get_termfreq(ask.clauses[0].words[0]);
        return;
    }
    Xapian::Enquire enquire(db);
    enquire.set_query(whole_query(ask));
    if (ask.depth == 0)
        enquire.set_weighting_scheme(Xapian::BoolWeight());
    else // k2 = 0 and min_normlen = 0 leave k1, b; k3 so large that words count as asked
        enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1e6, 0.75, 0));
    Xapian::MSet found = enquire.get_mset(0, Xapian::doccount(ask.depth),
                                          ask.exact ? db.get_doccount() : 0);
    answer.matches = found.get_matches_estimated();
    if (ask.exact && found.get_matches_lower_bound() != found.get_matches_upper_bound())
        throw Xapian::AssertionError("a count that is not exact");
    for (Xapian::MSetIterator hit = found.begin(); hit != found.end(); ++hit)
        answer.hits[answer.hit_count++] = {*hit - 1, hit.get_weight()};
}

extern "C" bool answer_function(void *engine, const struct ask *ask,
                                struct ask_answer *answer)
{
    answer_question(*static_cast<Xapian::Database *>(engine), *ask, *answer);
    return true;
}

} // namespace

int main(int argc, char **argv)
try {
    if (argc == 3 && std::strcmp(argv[1], "index") == 0) {
        index_documents(argv[2]);
        return 0;
    }
    if (argc == 3 && std::strcmp(argv[1], "serve") == 0) {
        Xapian::Database db(std::string(argv[2]) + "/db");
        return ask_serve(answer_function, &db);
    }
    if (argc == 2 && std::strcmp(argv[1], "version") == 0) {
        std::printf("Xapian %s\n", Xapian::version_string());
        return 0;
    }
    std::fprintf(stderr, "usage: xapian version | index DIR | serve DIR\n");
    return 2;
} catch (const Xapian::Error &error) {
    std::fprintf(stderr, "xapian: %s\n", error.get_description().c_str());
    return 1;
} catch (const std::exception &error) {
    std::fprintf(stderr, "xapian: %s\n", error.what());
    return 1;
}
