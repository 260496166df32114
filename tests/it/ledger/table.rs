//! Checks `tests/ledger.tsv`: every row is judged, and every test that a row names exists.
//!
//! A verdict is `applies` (a test of this crate would have caught it) or `no such API:` with the reason.
#![cfg(not(miri))] // The files are out of Miri's reach.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// How many rows the ledger has. None may go missing.
const ROWS: usize = 361;

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The names of all functions under `tests`, and the paths of all Rust files there.
fn known(dir: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(dir).expect("the folder is readable") {
        let path = entry.expect("the folder is readable").path();
        if path.is_dir() {
            known(&path, names);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let file = path.strip_prefix(tests()).expect("it was found there");
            names.insert(file.to_string_lossy().replace('\\', "/"));
            let text = fs::read_to_string(&path).expect("sources are UTF-8");
            let functions = text
                .lines()
                .filter_map(|line| line.trim().strip_prefix("fn "));
            names.extend(functions.filter_map(|f| Some(f.split_once('(')?.0.to_owned())));
        }
    }
}

/// What is wrong with the table, and how many rows have each verdict.
fn judge(table: &str, names: &BTreeSet<String>) -> (Vec<String>, BTreeMap<&'static str, usize>) {
    let mut wrong = Vec::new();
    let mut counts = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for (n, line) in table.lines().enumerate().skip(1) {
        let mut say = |what: &str| wrong.push(format!("ledger.tsv:{}: {what}: {line:?}", n + 1));
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, class, verdict, tests] = cells[..] else {
            say("not four columns");
            continue;
        };
        if id.is_empty() || class.is_empty() {
            say("an empty cell");
        }
        if !ids.insert(id) {
            say("the id is there twice");
        }
        let named: Vec<&str> = tests.split_whitespace().collect();
        let kind = match verdict.split_once(": ") {
            None if verdict == "applies" => Some("applies"),
            Some(("no such API", reason)) if !reason.trim().is_empty() => Some("no such API"),
            _ => None,
        };
        match kind {
            Some(kind) => *counts.entry(kind).or_default() += 1,
            None => say("no such verdict"),
        }
        if (verdict == "applies") == named.is_empty() {
            say("a row that applies names its tests, and no other row does");
        }
        for name in named {
            if !names.contains(name) {
                say(&format!("{name} is no function and no file under tests"));
            }
        }
    }
    (wrong, counts)
}

#[test]
fn every_row_is_judged_and_tested() {
    let mut names = BTreeSet::new();
    known(&tests(), &mut names);
    let table = fs::read_to_string(tests().join("ledger.tsv")).expect("the ledger is there");
    let (wrong, counts) = judge(&table, &names);
    for (verdict, count) in &counts {
        println!("{count:4} {verdict}");
    }
    assert!(
        wrong.is_empty(),
        "{} wrong rows:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!(counts.values().sum::<usize>(), ROWS);
}

/// The table's check can fail, for each of its reasons.
#[test]
fn a_wrong_row_is_found() {
    let names = BTreeSet::from(["a_test".to_owned(), "ui/a.rs".to_owned()]);
    let judged = |rows: &str| judge(&format!("id\tclass\tverdict\ttests\n{rows}"), &names).0;
    let right = "A\tZST\tapplies\ta_test ui/a.rs\nB\tx\tno such API: none\t\n";
    assert_eq!(judged(right), [""; 0]);
    for (row, reason) in [
        ("A\tZST\tapplies", "not four"),
        ("\tZST\tapplies\ta_test", "an empty cell"),
        (
            "A\tx\tno such API: none\t\nA\tx\tno such API: none\t",
            "twice",
        ),
        ("A\tx\tapplies\t", "names its tests"),
        ("A\tx\tno such API: none\ta_test", "names its tests"),
        ("A\tx\tapplies\tno_test", "no_test is no function"),
        ("A\tx\tapplies\tui/b.rs", "ui/b.rs is no function"),
        ("A\tx\tapplies, later\t", "no such verdict"),
        ("A\tx\tno such API: \t", "no such verdict"),
        ("A\tx\tperhaps\t", "no such verdict"),
    ] {
        let wrong = judged(row);
        assert!(
            wrong.len() == 1 && wrong[0].contains(reason),
            "{reason}: {wrong:#?}"
        );
    }
}
