"""Xapian with its own BM25 (k1 1, b 0.5, the defaults of BM25Weight).

search.py version | search.py words|russian DOCS QUERIES >run
"""
import re
import sys

import xapian

HITS = 100


def lines(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line.rstrip("\n").split("\t", 1)


def index(path, stemmer, stemmed):
    database = xapian.WritableDatabase("", xapian.DB_BACKEND_INMEMORY)
    generator = xapian.TermGenerator()
    generator.set_stemmer(stemmer)
    strategy = generator.STEM_ALL if stemmed else generator.STEM_NONE
    generator.set_stemming_strategy(strategy)
    for name, text in lines(path):
        document = xapian.Document()
        document.set_data(name)
        generator.set_document(document)
        generator.index_text_without_positions(text)
        database.add_document(document)
    return database


def main():
    if sys.argv[1] == "version":
        print(xapian.version_string())
        return
    stemmed = sys.argv[1] == "russian"
    stemmer = xapian.Stem("russian" if stemmed else "none")
    database = index(sys.argv[2], stemmer, stemmed)
    parser = xapian.QueryParser()
    parser.set_stemmer(stemmer)
    parser.set_stemming_strategy(parser.STEM_ALL if stemmed else parser.STEM_NONE)
    enquire = xapian.Enquire(database)
    for qid, query in lines(sys.argv[3]):
        words = " ".join(re.findall(r"[^\W_]+", query))
        enquire.set_query(parser.parse_query(words, 0))
        for match in enquire.get_mset(0, HITS):
            name = match.document.get_data().decode()
            print(qid, "Q0", name, match.rank + 1, f"{match.weight:.6f}", "xapian")


main()
