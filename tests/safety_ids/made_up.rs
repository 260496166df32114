//! The checks can fail: each is given what it must refuse, beside what it must accept.

use crate::house::{LONGEST, check_comments, check_house, forbidding};
use crate::none;
use crate::registry::check_registry;
use crate::text::{Source, split};

const REGISTRY: &str = "\
# Registry

| id | statement | made in | briefly broken in | attacked by |
|---|---|---|---|---|
| `VEC-1` | a length | `push` | nowhere | `attack`, `zst::attack` |

| id | fact | source |
|----|------|--------|
| `LANG-1` | a fact | the Reference |
";
const CODE: &str = "\
// SAFETY: VEC-1, LANG-1 -- it holds.
unsafe { f() }
";
const TESTS: &str = "#[test]\nfn attack() {}\n";

fn file(path: &str, text: &str) -> Source {
    Source::new(path, text)
}

fn check(source: &Source) -> Vec<String> {
    check_house(source, &[])
}

fn registry_of(md: &str, code: &str, tests: &str) -> Vec<String> {
    check_registry(
        md,
        &[file("src/a.rs", code)],
        &[file("tests/it/zst.rs", tests)],
    )
}

/// Exactly one problem, and it says `part`.
#[track_caller]
fn one(problems: Vec<String>, part: &str) {
    assert!(
        problems.len() == 1 && problems[0].contains(part),
        "{part:?} not alone in {problems:#?}"
    );
}

#[test]
fn what_agrees_is_accepted() {
    none(registry_of(REGISTRY, CODE, TESTS));
    none(check_comments(&file("src/a.rs", CODE)));
}

#[test]
fn an_unknown_id_is_found() {
    let claim = CODE.replace("LANG-1", "LANG-1, VEC-2");
    one(
        registry_of(REGISTRY, &claim, TESTS),
        "src/a.rs:1: VEC-2 is not in the registry",
    );
    let invariant = format!("{CODE}// INVARIANT: ZST-7 -- counted.\n");
    one(
        registry_of(REGISTRY, &invariant, TESTS),
        "src/a.rs:3: ZST-7 is not",
    );
    let later = format!("{CODE}// SAFETY: VEC-1 -- by the second line and\n// by BUF-4.\n");
    one(
        registry_of(REGISTRY, &later, TESTS),
        "src/a.rs:3: BUF-4 is not",
    );
    let prose = format!("{CODE}/// Relies on VEC-9.\n");
    one(
        registry_of(REGISTRY, &prose, TESTS),
        "src/a.rs:3: VEC-9 is not",
    );
    none(registry_of(
        REGISTRY,
        &format!("{CODE}// UTF-8, and MAX-1.\n"),
        TESTS,
    ));
}

#[test]
fn an_uncited_id_is_found() {
    let more = REGISTRY.replace("| `LANG-1`", "| `LANG-2` | x | y |\n| `LANG-1`");
    one(registry_of(&more, CODE, TESTS), "LANG-2 is cited nowhere");
    // Naming an id in prose is not relying on it.
    let prose = format!("{CODE}// LANG-2 is nice.\n");
    one(registry_of(&more, &prose, TESTS), "LANG-2 is cited nowhere");
    // Naming a thing by its id is.
    let name = format!("{CODE}// LANG-2. Release: what was written.\n");
    none(registry_of(&more, &name, TESTS));
}

#[test]
fn a_missing_test_is_found() {
    one(
        registry_of(REGISTRY, CODE, "fn attacks() {}").split_off(1),
        "`zst::attack`",
    );
    let other = REGISTRY.replace("zst::", "drain::");
    one(
        registry_of(&other, CODE, TESTS),
        "names the test `drain::attack`",
    );
    let commented = registry_of(REGISTRY, CODE, "// fn attack() {}");
    assert_eq!(commented.len(), 2, "{commented:#?}");
    let unnamed = REGISTRY.replace("`attack`, `zst::attack`", "nobody");
    one(registry_of(&unnamed, CODE, TESTS), "VEC-1 names no test");
    let ui = REGISTRY.replace("`zst::attack`", "`ui/gone.rs`");
    one(registry_of(&ui, CODE, TESTS), "`ui/gone.rs`");
}

#[test]
fn a_broken_table_is_found() {
    one(registry_of("", "", ""), "no table");
    let twice = format!("{REGISTRY}| `LANG-1` | again | z |\n");
    one(registry_of(&twice, CODE, TESTS), "LANG-1 is defined twice");
    let bare = format!("{REGISTRY}| LANG-1 | again | z |\n");
    one(registry_of(&bare, CODE, TESTS), "one id in backticks");
    let shape = format!("{REGISTRY}| `Lang-1` | again | z |\n");
    one(registry_of(&shape, CODE, TESTS), "not of the form");
    let short = REGISTRY.replace("| a fact | the Reference |", "| a fact |");
    one(registry_of(&short, CODE, TESTS), "LANG-1 has 2 cells of 3");
}

#[test]
fn an_unsafe_without_ids_is_found() {
    let of = |text: &str| check_comments(&file("src/a.rs", text));
    one(
        of("fn f() {\n    unsafe { g() }\n}\n"),
        "src/a.rs:2: unsafe without",
    );
    one(
        of("unsafe impl Send for A {}\n"),
        "src/a.rs:1: unsafe without",
    );
    one(
        of("// SAFETY: it is fine -- really.\nunsafe { g() }\n"),
        "must begin with an id",
    );
    one(of("// SAFETY: VEC-1\nunsafe { g() }\n"), "the reason");
    one(
        of("// INVARIANT: len -- up.\nx += 1;\n"),
        "must begin with an id",
    );
    // The comment of the statement before doesn't count.
    let before = format!("{CODE};\nlet x = unsafe {{ g() }};\n");
    one(of(&before), "src/a.rs:4: unsafe without");
    none(of(
        "// SAFETY: VEC-1 -- y.\n#[cfg(all())]\nunsafe impl A for B {}\n",
    ));
    none(of(
        "// SAFETY: VEC-1 -- y.\nlet x = h(\n    1,\n    unsafe { g() },\n);\n",
    ));
    none(of("let s = \"unsafe { }\"; // unsafe { }\n"));
}

#[test]
fn a_broken_house_rule_is_found() {
    let src = |text: &str| {
        check(&file(
            "src/a.rs",
            &format!("#![forbid(unsafe_code)]\n{text}\n"),
        ))
    };
    none(src(
        "// todo!(), cfg(miri), std::vec::Vec\nlet s = \"todo!()\";",
    ));
    one(
        check(&file("src/a.rs", "fn f() {}\n")),
        "must start with #![forbid",
    );
    none(check(&file("src/a.rs", "mod b;\nfn f() {}\n")));
    none(check(&file("src/a.rs", "unsafe fn f() {}\n")));
    one(src(&"\n".repeat(LONGEST)), "more than 600");
    one(
        check(&file("tests/a.rs", &"\n".repeat(LONGEST + 1))),
        "more than 600",
    );
    let parent = file("src/b/mod.rs", "#![forbid(unsafe_code)]\nmod c;\n");
    let covered = forbidding(&[parent, file("src/a.rs", "fn f() {}\n")]);
    none(check_house(&file("src/b/c.rs", "fn f() {}\n"), &covered));
    one(
        check_house(&file("src/bc.rs", "fn f() {}\n"), &covered),
        "must start with #![forbid",
    );
    one(src("#[cfg(not(miri))]"), "cfg(miri)");
    one(src("todo!()"), "a stub");
    one(src("unimplemented!()"), "a stub");
    one(src("pub use alloc_crate::vec::Vec;"), "by hand");
    one(src("struct A(std::boxed::Box<u8>);"), "by hand");
    one(
        src("use alloc_crate::vec::Vec as Std;\npub struct A {\n    a: Std<u8>,\n}"),
        "src/a.rs:4:",
    );
    one(
        src("use core::cell::RefCell;\nenum A { A(RefCell<u8>) }"),
        "by hand",
    );
    none(src("struct A(u8);\nimpl From<std::vec::Vec<u8>> for A {}"));
    none(src(
        "use core::cell::UnsafeCell;\nstruct A(UnsafeCell<u8>);",
    ));
    none(check(&file(
        "src/a.rs",
        "//! Docs.\n#![forbid(unsafe_code)]\nfn f() {}\n",
    )));
    one(src("use alloc_crate::alloc::dealloc;"), "global allocator");
    none(src("alloc_crate::alloc::handle_alloc_error(layout)"));
}

#[test]
fn code_and_comments_are_told_apart() {
    let text = "let a = \"// no\"; // yes\n/* one /* two */\nstill */ b('\"', '\\'', r#\"x\" // no\"#); 'a: loop {}";
    let lines = split(text);
    let code: Vec<&str> = lines.iter().map(|l| l.code.trim()).collect();
    assert_eq!(code, ["let a = \"\";", "", "b(, , \"\"); 'a: loop {}"]);
    let comments: Vec<&str> = lines.iter().map(|l| l.comment.trim()).collect();
    assert_eq!(comments, ["yes", "one  two", "still"]);
}
