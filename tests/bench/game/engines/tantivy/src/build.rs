//! Documents of the race on standard input -> one segment. One thread inverts, and segments
//! are merged once, at the end.

use std::io::{stdin, BufRead, BufReader};
use std::path::Path;

use tantivy::indexer::NoMergePolicy;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions, FAST};
use tantivy::{Index, IndexWriter, TantivyDocument};

pub const TEXT: &str = "text";
pub const ID: &str = "id";
const BUFFER: usize = 1 << 30;

pub fn index(dir: &Path) -> tantivy::Result<()> {
    std::fs::create_dir_all(dir)?;
    let (schema, id, text) = schema();
    let index = Index::create_in_dir(dir, schema)?;
    let mut writer: IndexWriter = index.writer_with_num_threads(1, BUFFER)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    add(&writer, id, text)?;
    writer.commit()?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
        writer.garbage_collect_files().wait()?;
    }
    writer.wait_merging_threads()
}

fn schema() -> (Schema, Field, Field) {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("whitespace")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions)
        .set_fieldnorms(true);
    let options = TextOptions::default().set_indexing_options(indexing);
    let mut builder = Schema::builder();
    let id = builder.add_u64_field(ID, FAST);
    let text = builder.add_text_field(TEXT, options);
    (builder.build(), id, text)
}

fn add(writer: &IndexWriter, id: Field, text: Field) -> tantivy::Result<()> {
    let mut input = BufReader::with_capacity(1 << 20, stdin().lock());
    let mut line = String::new();
    while input.read_line(&mut line)? > 0 {
        let mut document = TantivyDocument::default();
        let number = field(&line, "\"id\":\"").parse().expect("an id");
        document.add_u64(id, number);
        document.add_text(text, field(&line, "\"text\":\""));
        writer.add_document(document)?;
        line.clear();
    }
    Ok(())
}

/// A value of a document's line; the race's documents hold no escapes.
fn field<'a>(line: &'a str, name: &str) -> &'a str {
    let start = line.find(name).expect("a document") + name.len();
    let length = line[start..].find('"').expect("a document");
    &line[start..start + length]
}
