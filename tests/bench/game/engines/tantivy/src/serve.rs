//! COMMAND TAB QUERY lines -> MATCHES TAB NANOSECONDS lines, until the input ends.

use std::io::{stdin, stdout, BufRead, Write};
use std::path::Path;
use std::time::Instant;

use tantivy::collector::{Count, TopDocs};
use tantivy::query::Query;
use tantivy::schema::Field;
use tantivy::{Index, ReloadPolicy, Searcher};

use crate::build::{ID, TEXT};
use crate::syntax::parse;

pub fn answer(dir: &Path) -> tantivy::Result<()> {
    let index = Index::open_in_dir(dir)?;
    let text = index.schema().get_field(TEXT)?;
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    let searcher = reader.searcher();
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        writeln!(out, "{}", reply(&searcher, text, &line?)?)?;
        out.flush()?;
    }
    Ok(())
}

fn reply(searcher: &Searcher, text: Field, line: &str) -> tantivy::Result<String> {
    let start = Instant::now();
    let unsupported = Ok("UNSUPPORTED".to_string());
    let Some((command, words)) = line.split_once('\t') else {
        return unsupported;
    };
    let Some(query) = parse(words, text) else {
        return unsupported;
    };
    if command == "HITS" {
        return hits(searcher, query.as_ref());
    }
    let Some(matches) = run(searcher, command, query.as_ref())? else {
        return unsupported;
    };
    let time = start.elapsed().as_nanos();
    Ok(format!("{matches}\t{time}"))
}

fn run(searcher: &Searcher, command: &str, query: &dyn Query) -> tantivy::Result<Option<usize>> {
    Ok(Some(match command {
        "COUNT" => searcher.search(query, &Count)?,
        "TOP_10" => top(searcher, query, 10)?,
        "TOP_100" => top(searcher, query, 100)?,
        "TOP_10_COUNT" => top_and_count(searcher, query, 10)?,
        "TOP_100_COUNT" => top_and_count(searcher, query, 100)?,
        _ => return Ok(None),
    }))
}

/// Always 1, as the race wants it.
fn top(searcher: &Searcher, query: &dyn Query, k: usize) -> tantivy::Result<usize> {
    searcher.search(query, &TopDocs::with_limit(k).order_by_score())?;
    Ok(1)
}

fn top_and_count(searcher: &Searcher, query: &dyn Query, k: usize) -> tantivy::Result<usize> {
    let both = (TopDocs::with_limit(k).order_by_score(), Count);
    Ok(searcher.search(query, &both)?.1)
}

fn hits(searcher: &Searcher, query: &dyn Query) -> tantivy::Result<String> {
    let mut line = Vec::new();
    for (score, at) in searcher.search(query, &TopDocs::with_limit(10).order_by_score())? {
        let segment = searcher.segment_reader(at.segment_ord);
        let id = segment.fast_fields().u64(ID)?.first(at.doc_id);
        line.push(format!("{}:{score:.6}", id.unwrap_or_default()));
    }
    Ok(line.join(" "))
}
