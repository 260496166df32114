//! The registry in `SAFETY.md`, what the sources claim of it, and whether the two and the tests agree.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::{Source, has_word};

/// What the registry says of an id.
#[derive(Debug, Default)]
struct Entry {
    /// The names in the column `attacked by`, none for a fact of the language.
    tests: Vec<String>,
    /// Whether the entry stands in a table that has such a column.
    attacked: bool,
}

/// Words of the form of an id that are none.
const NOT_IDS: [&str; 3] = ["UTF-8", "UTF-16", "IEEE-754"];

/// The words of the form `VEC-1` or `ARC-ORD-2` in `text`.
pub(crate) fn ids(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .filter(|word| {
            let parts: Vec<&str> = word.split('-').collect();
            let Some((number, family)) = parts.split_last() else {
                return false;
            };
            let upper = |p: &&str| !p.is_empty() && p.chars().all(|c| c.is_ascii_uppercase());
            !family.is_empty()
                && family.iter().all(upper)
                && !number.is_empty()
                && number.chars().all(|c| c.is_ascii_digit())
        })
        .filter(|word| !NOT_IDS.contains(word))
        .map(str::to_owned)
        .collect()
}

/// `ARC-ORD` of `ARC-ORD-2`.
fn family(id: &str) -> &str {
    id.rsplit_once('-').map_or(id, |(family, _)| family)
}

/// What stands between backticks.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// Reads the tables of `SAFETY.md` whose first column is headed `id`.
fn registry(md: &str, problems: &mut Vec<String>) -> BTreeMap<String, Entry> {
    let mut entries = BTreeMap::<String, Entry>::new();
    // The header of the table that the line belongs to.
    let mut header: Option<Vec<String>> = None;
    for (n, line) in md.lines().enumerate() {
        let Some(row) = line.trim().strip_prefix('|') else {
            header = None;
            continue;
        };
        let cells: Vec<&str> = row
            .trim_end_matches('|')
            .split('|')
            .map(str::trim)
            .collect();
        let Some(columns) = &header else {
            header = Some(cells.iter().map(|c| c.to_lowercase()).collect());
            continue;
        };
        if columns[0] != "id" || cells[0].starts_with([':', '-']) {
            continue;
        }
        let place = format!("SAFETY.md:{}", n + 1);
        let found: Vec<&str> = quoted(cells[0]).collect();
        let [id] = found[..] else {
            problems.push(format!(
                "{place}: the first column must hold one id in backticks"
            ));
            continue;
        };
        if ids(id) != [id] {
            problems.push(format!("{place}: `{id}` is not of the form of an id"));
            continue;
        }
        if cells.len() != columns.len() {
            problems.push(format!(
                "{place}: {id} has {} cells of {}",
                cells.len(),
                columns.len()
            ));
        }
        let attacked = columns.iter().position(|c| c == "attacked by");
        let entry = Entry {
            tests: attacked
                .and_then(|column| cells.get(column))
                .map(|cell| quoted(cell).map(str::to_owned).collect())
                .unwrap_or_default(),
            attacked: attacked.is_some(),
        };
        if entries.insert(id.to_owned(), entry).is_some() {
            problems.push(format!("{place}: {id} is defined twice"));
        }
    }
    entries
}

/// A `SAFETY:` or `INVARIANT:` comment, which may go on over several lines.
pub(crate) struct Claim {
    pub(crate) place: String,
    pub(crate) kind: &'static str,
    pub(crate) text: String,
}

pub(crate) fn claims(source: &Source) -> Vec<Claim> {
    let mut claims = Vec::<Claim>::new();
    // Whether the next line may belong to the last claim.
    let mut open = false;
    for (n, line) in source.lines.iter().enumerate() {
        let comment = line.comment.trim();
        let start = ["SAFETY", "INVARIANT"]
            .into_iter()
            .find_map(|kind| Some((kind, comment.strip_prefix(kind)?.strip_prefix(':')?)));
        if let Some((kind, text)) = start {
            let place = format!("{}:{}", source.path, n + 1);
            let text = text.trim().to_owned();
            claims.push(Claim { place, kind, text });
            open = true;
        } else if open && line.code.trim().is_empty() && !comment.is_empty() {
            let claim = claims.last_mut().expect("an open claim is the last one");
            claim.text.push(' ');
            claim.text.push_str(comment);
        } else {
            open = false;
        }
    }
    claims
}

/// The id that a comment gives to what follows: `ARC-ORD-2. Acquire: …`.
fn declared(comment: &str) -> Option<String> {
    let (first, _) = comment.trim().split_once(". ")?;
    (ids(first) == [first]).then(|| first.to_owned())
}

/// Ids: known, cited, attacked; tests: there.
pub(crate) fn check_registry(md: &str, src: &[Source], tests: &[Source]) -> Vec<String> {
    let mut problems = Vec::new();
    let entries = registry(md, &mut problems);
    if entries.is_empty() {
        problems.push("SAFETY.md: no table with a column `id`".to_owned());
    }
    let families: BTreeSet<&str> = entries.keys().map(|id| family(id)).collect();
    let mut cited = BTreeSet::new();
    for source in src {
        for claim in claims(source) {
            for id in ids(&claim.text) {
                if !entries.contains_key(&id) {
                    problems.push(format!("{}: {id} is not in the registry", claim.place));
                }
                cited.insert(id);
            }
        }
        // Prose may have words of that form; one of a known family is meant as an id.
        for (n, line) in source.lines.iter().enumerate() {
            cited.extend(declared(&line.comment));
            for id in ids(&line.comment) {
                let meant = families.contains(family(&id)) && !cited.contains(&id);
                if meant && !entries.contains_key(&id) {
                    problems.push(format!(
                        "{}:{}: {id} is not in the registry",
                        source.path,
                        n + 1
                    ));
                }
            }
        }
    }
    for (id, entry) in &entries {
        if !cited.contains(id) {
            problems.push(format!("SAFETY.md: {id} is cited nowhere in src"));
        }
        if entry.attacked && entry.tests.is_empty() {
            problems.push(format!("SAFETY.md: {id} names no test"));
        }
        for test in &entry.tests {
            if !exists(test, tests) && !exists(test, src) {
                problems.push(format!(
                    "SAFETY.md: {id} names the test `{test}`, which is not there"
                ));
            }
        }
    }
    problems
}

/// Whether `name` is a file under `tests/` (`ui/x.rs`) or a function there (`x`, `module::x`).
fn exists(name: &str, files: &[Source]) -> bool {
    if name.ends_with(".rs") {
        let path = format!("tests/{name}");
        return files.iter().any(|file| file.path == path);
    }
    let mut parts = name.rsplit("::");
    let function = format!("fn {}", parts.next().unwrap_or_default());
    files.iter().any(|file| {
        let code = &file.lines;
        let inside = |module: &str| {
            let file_or_folder = file
                .path
                .split('/')
                .any(|p| p.trim_end_matches(".rs") == module);
            file_or_folder
                || code
                    .iter()
                    .any(|l| has_word(&l.code, &format!("mod {module}")))
        };
        parts.clone().all(inside) && code.iter().any(|l| has_word(&l.code, &function))
    })
}
