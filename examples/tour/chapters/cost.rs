#![forbid(unsafe_code)]
//! The index and the list once more, over this crate's types and over std's: bytes, calls and time.

use std::hint::black_box;
use std::time::{Duration, Instant};

use drystone::boxed::Box;
use drystone::vec::Vec;

use super::Input;
use crate::count::{Counted, CountedGlobal, Counts};
use crate::page::{Page, Table, plural, thousands};
use crate::progress::Progress;
use crate::shelves;

/// Of a longer text, only so many bytes.
const ENOUGH: usize = 1 << 20;

/// Turns of a race: at least so many; more while there is time, up to the most.
const LEAST: usize = if cfg!(debug_assertions) { 1 } else { 5 };
const TIME: Duration = Duration::from_millis(400);
const MOST: usize = 201;

pub(super) fn run(input: &Input<'_>, page: &mut Page) {
    page.say(
        "One source text builds the index and the list over this crate's types and over std's. \
         What this crate's ask for is counted by their allocator parameter. std's take none on \
         stable Rust, so a global allocator counts for them.",
    );
    let text = beginning(input.text);
    if text.len() < input.text.len() {
        page.say(format!(
            "The text is long: the comparison takes its first {}.",
            plural(text.len(), "byte")
        ));
    }
    let mut table = Table::new(["", "drystone", "std", "ratio"]);
    let vec = (size_of::<Vec<u8>>(), size_of::<std::vec::Vec<u8>>());
    numbers(&mut table, "size of a Vec, in bytes", vec);
    let boxed = (size_of::<Box<u8>>(), size_of::<std::boxed::Box<u8>>());
    numbers(&mut table, "size of a Box, in bytes", boxed);

    title(&mut table, "the index, in Vecs");
    let (words, ours) = Counted::counting(|| shelves::counted::build(text).len());
    let (same, theirs) = CountedGlobal::counting(|| shelves::std::build(text).len());
    assert_eq!(words, same, "both build the same index");
    counts(&mut table, ours, theirs);
    let ours = || drop(black_box(shelves::drystone::build(black_box(text))));
    let theirs = || drop(black_box(shelves::std::build(black_box(text))));
    times(&mut table, &race(input.progress, ours, theirs));

    title(
        &mut table,
        "the list, in Boxes: built, turned round, walked",
    );
    let (letters, ours) = Counted::counting(|| shelves::counted::there_and_back(text));
    let (same, theirs) = CountedGlobal::counting(|| shelves::std::there_and_back(text));
    assert_eq!(letters, same, "both build the same list");
    counts(&mut table, ours, theirs);
    let ours = || _ = black_box(shelves::drystone::there_and_back(black_box(text)));
    let theirs = || _ = black_box(shelves::std::there_and_back(black_box(text)));
    times(&mut table, &race(input.progress, ours, theirs));

    page.table(table);
    page.say(
        "Both were built and dropped in turns. A time is the median of the turns, the ratio of \
         times the median of the turns' ratios; a few hundredths are noise.",
    );
    if cfg!(debug_assertions) {
        page.say(
            "This is a debug build, whose times say nothing: use cargo run --release --example \
             tour.",
        );
    }
}

/// As much of a text as can be indexed over and over.
fn beginning(text: &str) -> &str {
    let mut end = text.len().min(ENOUGH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn title(table: &mut Table, title: &str) {
    table.row([title.into(), String::new(), String::new(), String::new()]);
}

fn numbers(table: &mut Table, what: &str, (ours, theirs): (usize, usize)) {
    let ratio = match theirs {
        _ if ours == theirs => 1.0,
        _ => ours as f64 / theirs as f64,
    };
    table.row([
        what.into(),
        thousands(ours),
        thousands(theirs),
        format!("{ratio:.2}"),
    ]);
}

fn counts(table: &mut Table, ours: Counts, theirs: Counts) {
    let mut row =
        |what, number: fn(&Counts) -> usize| numbers(table, what, (number(&ours), number(&theirs)));
    row("  calls of the allocator", Counts::calls);
    row("    new blocks", |counts| counts.allocated);
    row("    blocks made larger", |counts| counts.grown);
    row("    blocks made smaller", |counts| counts.shrunk);
    row("    blocks given back", |counts| counts.freed);
    row("  bytes asked for", |counts| counts.bytes);
    row("  bytes in use at the most", |counts| counts.peak);
    row("  bytes in use at the end", |counts| counts.live);
}

/// What one turn took, in microseconds.
struct Turn {
    ours: f64,
    theirs: f64,
}

/// Does both by turns, so that whatever else the machine does befalls both.
fn race(progress: &Progress, ours: impl Fn(), theirs: impl Fn()) -> Vec<Turn> {
    let start = Instant::now();
    let mut turns = Vec::new();
    while turns.len() < LEAST || (start.elapsed() < TIME && turns.len() < MOST) {
        progress.at("racing std", turns.len(), LEAST);
        // Who goes first changes each time.
        turns.push(if turns.len() % 2 == 0 {
            let ours = time(&ours);
            let theirs = time(&theirs);
            Turn { ours, theirs }
        } else {
            let theirs = time(&theirs);
            let ours = time(&ours);
            Turn { ours, theirs }
        });
    }
    turns
}

/// In microseconds, and never zero: an empty text may take no time that the clock can see.
fn time(work: impl Fn()) -> f64 {
    let start = Instant::now();
    work();
    (start.elapsed().as_secs_f64() * 1e6).max(1e-3)
}

fn times(table: &mut Table, turns: &[Turn]) {
    let median = |number: fn(&Turn) -> f64| {
        let mut numbers: Vec<f64> = turns.iter().map(number).collect();
        numbers.sort_unstable_by(f64::total_cmp);
        numbers[numbers.len() / 2]
    };
    table.row([
        "  time, in microseconds".into(),
        thousands(median(|turn| turn.ours).round() as usize),
        thousands(median(|turn| turn.theirs).round() as usize),
        format!("{:.2}", median(|turn| turn.ours / turn.theirs)),
    ]);
}
