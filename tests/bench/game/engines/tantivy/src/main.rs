//! Tantivy in the race: tantivy-engine version | index DIR | serve DIR.

mod build;
mod serve;
mod syntax;

use std::env;
use std::path::Path;

fn main() -> tantivy::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["version"] => println!("{}", version()),
        ["index", dir] => build::index(Path::new(dir))?,
        ["serve", dir] => serve::answer(Path::new(dir))?,
        _ => panic!("usage: tantivy-engine version | index DIR | serve DIR"),
    }
    Ok(())
}

/// "Tantivy 0.27.0": the crate says "tantivy v0.27.0, index_format ...".
fn version() -> String {
    let all = tantivy::version_string();
    let (name, _) = all.split_once(',').unwrap_or((all, ""));
    name.replace("tantivy v", "Tantivy ")
}
