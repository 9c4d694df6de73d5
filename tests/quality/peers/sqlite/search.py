"""SQLite FTS5, ordered by its bm25() (k1 1.2, b 0.75), tokenizer unicode61.

search.py version | search.py DOCS QUERIES >run
"""
import re
import sqlite3
import sys

HITS = 100


def lines(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line.rstrip("\n").split("\t", 1)


def main():
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE docs USING fts5(id UNINDEXED, body)")
    if sys.argv[1] == "version":
        print(sqlite3.sqlite_version)
        return
    database.executemany("INSERT INTO docs VALUES (?, ?)", lines(sys.argv[1]))
    select = "SELECT id, -rank FROM docs WHERE docs MATCH ? ORDER BY rank, rowid LIMIT ?"
    for qid, query in lines(sys.argv[2]):
        words = " OR ".join(f'"{word}"' for word in re.findall(r"[^\W_]+", query))
        if not words:
            continue
        hits = database.execute(select, (words, HITS))
        for rank, (name, score) in enumerate(hits, 1):
            print(qid, "Q0", name, rank, f"{score:.6f}", "sqlite")


main()
