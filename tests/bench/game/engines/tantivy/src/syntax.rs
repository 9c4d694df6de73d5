//! The query syntax of the race: blanks between items, an item is a word or a "phrase",
//! after + it must match, after - it must not; the others only score once there is a +.

use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::Term;

/// None when the text is no query.
pub fn parse(text: &str, field: Field) -> Option<Box<dyn Query>> {
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    let mut rest = text.trim_start_matches(' ');
    while let Some(sign) = rest.chars().next() {
        let occur = match sign {
            '+' => Occur::Must,
            '-' => Occur::MustNot,
            _ => Occur::Should,
        };
        let body = if occur == Occur::Should {
            rest
        } else {
            &rest[1..]
        };
        let (item, after) = if let Some(quoted) = body.strip_prefix('"') {
            quoted.split_once('"')?
        } else {
            body.split_once(' ').unwrap_or((body, ""))
        };
        clauses.push((occur, query(item, field)?));
        rest = after.trim_start_matches(' ');
    }
    if clauses.len() == 1 && clauses[0].0 != Occur::MustNot {
        return clauses.pop().map(|(_, only)| only);
    }
    if clauses.is_empty() {
        return None;
    }
    Some(Box::new(BooleanQuery::new(clauses)))
}

fn query(words: &str, field: Field) -> Option<Box<dyn Query>> {
    let mut terms: Vec<Term> = words
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(|word| Term::from_field_text(field, word))
        .collect();
    match terms.len() {
        0 => None,
        1 => Some(Box::new(TermQuery::new(
            terms.pop()?,
            IndexRecordOption::WithFreqs,
        ))),
        _ => Some(Box::new(PhraseQuery::new(terms))),
    }
}
