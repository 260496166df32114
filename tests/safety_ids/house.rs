//! The comments that every `unsafe` owes, and the rules of the house that the text alone decides.

use crate::registry::{Claim, claims, ids};
use crate::text::{Line, Source, has_word};

/// The one file that calls the global allocator.
pub(crate) const ALLOCATOR: &str = "src/raw/alloc.rs";

/// A file with more lines is to be divided.
pub(crate) const LONGEST: usize = 600;

/// Every `unsafe { … }` and `unsafe impl` has a `SAFETY:` comment; every claim begins with ids, then says why.
pub(crate) fn check_comments(source: &Source) -> Vec<String> {
    let lines = &source.lines;
    let mut problems = Vec::new();
    for claim in claims(source) {
        let Claim { place, kind, text } = claim;
        let first = text.split([' ', ',', ';']).next().unwrap_or_default();
        if ids(first).is_empty() {
            problems.push(format!(
                "{place}: {kind}: must begin with an id, not with {first:?}"
            ));
        }
        if kind == "SAFETY"
            && text
                .split_once(" -- ")
                .is_none_or(|(_, why)| why.trim().is_empty())
        {
            problems.push(format!(
                "{place}: {kind}: has no ` -- ` followed by the reason"
            ));
        }
    }
    for (n, line) in lines.iter().enumerate() {
        let code = line.code.trim();
        let opens = has_word(code, "unsafe")
            && (code.contains("unsafe {")
                || code.contains("unsafe impl")
                || code.ends_with("unsafe"));
        if opens && !documented(lines, n) {
            problems.push(format!(
                "{}:{}: unsafe without a SAFETY: comment",
                source.path,
                n + 1
            ));
        }
    }
    problems
}

/// Whether the statement that line `n` belongs to has a `SAFETY:` comment, above it or at the end of a line.
fn documented(lines: &[Line], n: usize) -> bool {
    let safety = |line: &Line| line.comment.trim().starts_with("SAFETY:");
    let ends = |code: &str| code.ends_with([';', '{', '}']) || code.is_empty();
    let above = lines[..n]
        .iter()
        .rev()
        .take_while(|l| !l.comment.is_empty() && l.code.trim().is_empty() || !ends(l.code.trim()));
    safety(&lines[n]) || above.into_iter().any(safety)
}

/// The folders whose `mod.rs` forbids `unsafe`, which goes for all modules below.
pub(crate) fn forbidding(sources: &[Source]) -> Vec<String> {
    let folder = |source: &Source| source.path.strip_suffix("mod.rs").map(str::to_owned);
    let forbids = |source: &&Source| first_code(source) == Some(FORBID);
    sources.iter().filter(forbids).filter_map(folder).collect()
}

const FORBID: &str = "#![forbid(unsafe_code)]";

/// The first line of code, documentation apart.
fn first_code(source: &Source) -> Option<&str> {
    let code = |l: &&Line| !l.code.trim().is_empty() && !l.code.starts_with("#![doc");
    source.lines.iter().find(code).map(|l| l.code.as_str())
}

/// The rules of the house that the text alone decides. `forbidding` is where `unsafe` is forbidden already.
pub(crate) fn check_house(source: &Source, forbidding: &[String]) -> Vec<String> {
    let path = &source.path;
    let lines = &source.lines;
    let mut problems = Vec::new();
    if lines.len() > LONGEST + 1 {
        problems.push(format!(
            "{path}: {} lines, more than {LONGEST}",
            lines.len() - 1
        ));
    }
    if !path.starts_with("src/") {
        return problems;
    }
    // `forbid` reaches into child modules, so a file that has some can't say it.
    let parent = lines.iter().any(|l| {
        let code = l.code.trim();
        code.ends_with(';') && has_word(code, "mod") && !code.contains("::")
    });
    let has_unsafe = lines.iter().any(|l| has_word(&l.code, "unsafe"));
    let covered = forbidding
        .iter()
        .any(|folder| path.starts_with(folder.as_str()));
    let forbids = covered || first_code(source) == Some(FORBID);
    if !has_unsafe && !parent && !forbids {
        problems.push(format!(
            "{path}: without `unsafe`, so it must start with #![forbid(unsafe_code)]"
        ));
    }
    for n in wraps(source) {
        problems.push(format!(
            "{path}:{}: wraps or re-exports a type that this crate lays by hand",
            n + 1
        ));
    }
    for (n, line) in lines.iter().enumerate() {
        let code = line.code.as_str();
        let mut refuse = |what: &str| problems.push(format!("{path}:{}: {what}", n + 1));
        if code.contains("cfg") && has_word(code, "miri") {
            refuse("cfg(miri): what is checked must be what ships");
        }
        if ["todo!", "unimplemented!"]
            .iter()
            .any(|stub| code.contains(stub))
        {
            refuse("a stub");
        }
        let calls = ["alloc_crate::alloc::", "std::alloc::"]
            .iter()
            .filter_map(|root| code.split_once(root))
            .any(|(_, item)| !item.starts_with("handle_alloc_error"));
        if calls && path != ALLOCATOR {
            refuse("the global allocator is called in src/raw/alloc.rs alone");
        }
    }
    problems
}

/// What the crate writes itself and so may not wrap: a path that ends in one of the names, or has one of the modules in it.
fn is_laid_by_hand(code: &str) -> bool {
    let module = ["vec", "boxed", "rc", "sync"].iter().any(|module| {
        ["alloc_crate", "std", "allocator_api2"]
            .iter()
            .any(|root| has_word(code, &format!("{root}::{module}")))
    });
    let cell = ["Cell", "RefCell", "OnceCell", "LazyCell"]
        .iter()
        .any(|cell| has_word(code, cell));
    module || cell && (code.contains("core::cell") || code.contains("std::cell"))
}

/// The lines of re-exports, and of definitions that hold such a type under its path or under the name it was imported by.
fn wraps(source: &Source) -> Vec<usize> {
    let mut names = Vec::new();
    let mut found = Vec::new();
    let mut inside = false;
    for (n, line) in source.lines.iter().enumerate() {
        let code = line.code.trim();
        if has_word(code, "use") && is_laid_by_hand(code) {
            let mut parts = code.split(|c: char| !c.is_alphanumeric() && c != '_');
            names.extend(parts.rfind(|part| !part.is_empty()));
            if code.starts_with("pub") {
                found.push(n);
            }
            continue;
        }
        let code = line.code.as_str();
        let begins = ["struct", "enum", "union", "type"].iter().any(|item| {
            let visible = code
                .strip_prefix("pub(crate) ")
                .or(code.strip_prefix("pub "))
                .unwrap_or(code);
            visible.trim_start().split(' ').next() == Some(item)
        });
        inside |= begins;
        if inside && (is_laid_by_hand(code) || names.iter().any(|name| has_word(code, name))) {
            found.push(n);
        }
        if inside && (code.trim_end().ends_with(';') || code.trim() == "}" || code.ends_with(" }"))
        {
            inside = false;
        }
    }
    found
}
