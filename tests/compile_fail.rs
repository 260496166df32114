//! Programs that must not compile, each with the code of every error that it must meet; and some that must.
//!
//! The exact words of the compiler belong to one release, so they are compared there only; elsewhere, and where running a
//! compiler makes no sense, one line says that they were not. That the expected words have the expected codes is checked
//! everywhere.

use std::fs;
use std::path::Path;

/// The release whose words are in `tests/ui/*.stderr`.
const PINNED: &str = "rustc 1.95.0";

/// An error of the borrow checker that has no code.
const LIFETIME: &str = "lifetime may not live long enough";

/// Each program, its codes, and how many errors there must be.
const REFUSED: &[(&str, &[&str], usize)] = &[
    ("allocator_is_unsafe", &["E0200"], 1),
    ("allocator_outlived", &["E0597"], 4),
    ("arc_not_send", &["E0277"], 18),
    ("arc_outlived", &["E0597"], 6),
    ("arc_variance", &["E0597", LIFETIME], 2),
    ("arena_drop_check", &["E0597"], 4),
    ("arena_not_sync", &["E0277"], 14),
    ("arena_variance", &[LIFETIME], 4),
    (
        "arena_while_borrowed",
        &["E0502", "E0505", "E0515", "E0599"],
        6,
    ),
    ("bump_not_send", &["E0277"], 22),
    ("bump_outlived", &["E0502", "E0505", "E0515", "E0597"], 6),
    ("bump_refuses", &["E0080"], 3),
    ("bump_run_drop", &["E0597", LIFETIME], 5),
    ("bump_scope_escape", &["E0521", "E0596", LIFETIME], 8),
    ("cells_not_sync", &["E0277"], 14),
    ("cells_outlived", &["E0597"], 7),
    ("cells_variance", &[LIFETIME], 5),
    (
        "cells_while_borrowed",
        &["E0499", "E0502", "E0505", "E0506", "E0521"],
        7,
    ),
    ("change_while_borrowed", &["E0502"], 3),
    ("drop_check", &["E0597"], 3),
    ("drop_while_borrowed", &["E0505"], 2),
    ("get_cloned", &["E0200", "E0599"], 3),
    ("invariance", &["E0597", LIFETIME], 3),
    ("move_out_of_box", &["E0507"], 1),
    ("not_send", &["E0277"], 7),
    ("outlived", &["E0597"], 4),
    ("pin_needs_static", &["E0597"], 3),
    ("private", &["E0616"], 4),
    (
        "rc_moves",
        &["E0382", "E0502", "E0505", "E0507", "E0594"],
        7,
    ),
    ("rc_outlived", &["E0597", "E0716"], 6),
    ("rc_stays_on_its_thread", &["E0277"], 10),
    ("rc_unsafe_is_needed", &["E0133"], 8),
    ("rc_variance", &[LIFETIME], 4),
    ("return_of_local", &["E0515"], 3),
    ("two_exclusive_borrows", &["E0499"], 5),
    ("unsafe_is_needed", &["E0133"], 12),
    ("unsize/cells_keep_lifetimes", &["E0505", "E0597"], 4),
    ("unsize/only_shared_pointers", &["E0277", "E0308"], 7),
    ("use_after_move", &["E0382"], 3),
];

fn ui() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui")
}

/// Why the compiler's words are not compared here, if so.
fn skipped() -> Option<String> {
    if cfg!(miri) {
        return Some("under Miri".to_owned());
    }
    if std::env::var_os("DRYSTONE_NO_UI").is_some() {
        return Some("DRYSTONE_NO_UI is set".to_owned());
    }
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = std::process::Command::new(rustc).arg("--version").output();
    let version = version
        .expect("a compiler is there: it built this test")
        .stdout;
    let version = String::from_utf8_lossy(&version);
    let pinned = version.starts_with(&format!("{PINNED} "));
    (!pinned).then(|| format!("this is {}, not {PINNED}", version.trim()))
}

#[test]
fn programs_are_refused_or_accepted() {
    if let Some(reason) = skipped() {
        println!("skipped: the compiler's words in tests/ui are not compared: {reason}");
        return;
    }
    let cases = trybuild::TestCases::new();
    // A program that must run makes all of them be built, not only checked.
    cases.pass("tests/ui/pass/*.rs");
    cases.compile_fail("tests/ui/*.rs");
    // Without the feature they would be refused for want of it.
    if cfg!(feature = "unsize") {
        cases.compile_fail("tests/ui/unsize/*.rs");
    }
}

/// Wherever this runs, and whatever the words are.
#[test]
#[cfg_attr(miri, ignore = "reads files, which Miri keeps out of reach (2026-05)")]
fn the_expected_words_have_the_expected_codes() {
    for (name, codes, count) in REFUSED {
        let path = ui().join(name).with_extension("stderr");
        let words = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}.stderr: {e}"));
        let errors: Vec<&str> = words
            .lines()
            .filter(|line| line.starts_with("error[") || line.starts_with("error:"))
            .filter(|line| !line.contains("aborting due to") && !line.contains("could not compile"))
            .collect();
        assert_eq!(errors.len(), *count, "{name}: {errors:#?}");
        for code in *codes {
            let coded = format!("error[{code}]");
            let met = |line: &&str| line.starts_with(&coded) || line.ends_with(*code);
            assert!(errors.iter().any(met), "{name}: no {code} in {errors:#?}");
        }
        for error in errors {
            let known = codes
                .iter()
                .any(|code| error.contains(&format!("[{code}]")) || error.ends_with(code));
            assert!(known, "{name}: {error} is none of {codes:?}");
        }
    }
}

/// A program that is not in the table, or one that is missing, would go unnoticed.
#[test]
#[cfg_attr(miri, ignore = "reads files, which Miri keeps out of reach (2026-05)")]
fn the_table_has_every_program() {
    let programs = |folder: &str| -> Vec<String> {
        fs::read_dir(ui().join(folder))
            .expect("the folder is there")
            .map(|entry| entry.expect("it is readable").path())
            .filter(|path| path.extension().is_some_and(|e| e == "rs"))
            .map(|path| {
                let name = path.file_stem().expect("it has a name");
                format!("{folder}{}", name.to_string_lossy())
            })
            .collect()
    };
    let mut found = [programs(""), programs("unsize/")].concat();
    found.sort();
    let named: Vec<&str> = REFUSED.iter().map(|(name, ..)| *name).collect();
    assert_eq!(found, named);
}
