//! Holds `SAFETY.md`, the sources and the tests to each other.
//!
//! The registry in `SAFETY.md` gives every invariant an id; an `unsafe` block in `src` cites ids; the registry names the
//! tests that attack each id. Any of the three can go stale when another is edited, and no compiler would notice. What is
//! checked here: ids in both directions, the existence of every named test, a `SAFETY:` comment that begins with ids on
//! every `unsafe`, and those house rules that a look at the text can decide.
//!
//! Everything works on strings, so that the checks themselves are tested, at the end, on small made-up inputs.

#![expect(
    clippy::unnecessary_safety_comment,
    reason = "the programs made up here, and the words about them, look like such comments"
)]
#![cfg(not(miri))] // The files are out of Miri's reach, and it could add nothing.

use std::fs;
use std::path::Path;

use house::{check_comments, check_house, forbidding};
use registry::check_registry;
use text::read;

mod house;
mod made_up;
mod registry;
mod text;

#[track_caller]
fn none(problems: Vec<String>) {
    assert!(
        problems.is_empty(),
        "{} problems:\n{}",
        problems.len(),
        problems.join("\n")
    );
}

#[test]
fn registry_sources_and_tests_agree() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("SAFETY.md");
    let md = fs::read_to_string(path).expect("SAFETY.md is there");
    none(check_registry(&md, &read("src"), &read("tests")));
}

#[test]
fn every_unsafe_cites_ids() {
    none(read("src").iter().flat_map(check_comments).collect());
}

#[test]
fn house_rules_hold() {
    let (src, tests) = (read("src"), read("tests"));
    let covered = forbidding(&src);
    let problems = src
        .iter()
        .chain(&tests)
        .flat_map(|source| check_house(source, &covered));
    none(problems.collect());
}
