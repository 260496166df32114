#![forbid(unsafe_code)]
//! A word index of the whole text, and what its `Vec`s do meanwhile.

use std::cmp::Reverse;

use drystone::vec::Vec;

use super::{Input, moved, quoted, shortened};
use crate::count::Counted;
use crate::page::{Page, Table, plural, thousands};
use crate::picture::{Kind, NARROW, Picture, Row, hex, slots};
use crate::shelves::counted::{Entry, List, Seen, collect, group, tidy};

/// So many entries are drawn, and so many words stand in the table at the end.
const DRAWN: usize = 3;
const TOP: usize = 10;

/// A word and on how many lines it was found: smaller than an [`Entry`], and aligned alike, so it
/// fits in its place.
struct Rank<'t> {
    word: &'t str,
    lines: usize,
    first: usize,
}

pub(super) fn run(input: &Input<'_>, page: &mut Page) {
    let ((), counts) = Counted::counting(|| {
        let mut seen = gather(input, page);
        sort(&mut seen, input, page);
        let entries = enter(&seen, page);
        // The index borrows words from the text, not from this list.
        drop(seen);
        rank(entries, page);
    });
    page.say(format!(
        "All of it together: {}, {}, {}, {}; at the most, {} at once. Now everything is dropped, \
         and {} in use.",
        plural(counts.allocated, "allocation"),
        plural(counts.grown, "growth"),
        plural(counts.shrunk, "shrink"),
        plural(counts.freed, "free"),
        plural(counts.peak, "byte"),
        if counts.live == 0 {
            "no byte is".into()
        } else {
            plural(counts.live, "byte")
        },
    ));
}

/// Collects the words; every growth of the list becomes a line of a table.
fn gather<'t>(input: &Input<'t>, page: &mut Page) -> List<Seen<'t>> {
    page.say(
        "First, every word goes into one list, with its line. Nobody said how many there are, so \
         the list doubles whenever it is full: its block is asked for again and again, but less \
         and less often.",
    );
    let mut table = Table::new(["push", "slots", "bytes", "block at", "moved"]);
    let (mut cap, mut block) = (0, 0);
    let seen = collect(input.text, |seen| {
        if seen.len() % 0x10000 == 0 {
            let line = seen.last().map_or(0, |seen| offset(input.text, seen.word));
            input.progress.at("reading words", line, input.text.len());
        }
        if seen.capacity() != cap {
            let at = seen.as_ptr().addr();
            table.row([
                thousands(seen.len()),
                format!("{} → {}", thousands(cap), thousands(seen.capacity())),
                thousands(seen.capacity() * size_of::<Seen<'_>>()),
                hex(at),
                match block {
                    0 => "first block".into(),
                    _ if at == block => "no".into(),
                    _ => "yes".into(),
                },
            ]);
            (cap, block) = (seen.capacity(), at);
        }
    });
    page.table(table);
    seen
}

/// Where a word stands in its text.
fn offset(text: &str, word: &str) -> usize {
    word.as_ptr().addr() - text.as_ptr().addr()
}

fn sort<'t>(seen: &mut List<Seen<'t>>, input: &Input<'t>, page: &mut Page) {
    let (all, block) = (seen.len(), seen.as_ptr().addr());
    input.progress.at("sorting words", 0, 1);
    tidy(seen);
    page.say(format!(
        "Then retain() drops words of one or two letters, sort_unstable() brings equal words \
         together, and dedup() keeps one of those on the same line: {} of {} are left. Elements \
         moved down or changed places; the block {}.",
        thousands(seen.len()),
        plural(all, "word"),
        moved(block, seen.as_ptr().addr()),
    ));
    page.draw(
        Picture::new("After retain, sort_unstable and dedup: what was removed is now unused room")
            .vec("seen: Vec<Seen>", seen, |seen| {
                format!("{} {}", quoted(seen.word), seen.line)
            }),
    );
}

/// Groups the words into entries. Each has a `Vec` of its own: `Vec`s within the block of a `Vec`.
fn enter<'t>(seen: &[Seen<'t>], page: &mut Page) -> List<Entry<'t>> {
    let before = Counted::so_far();
    let entries = group(seen);
    let after = Counted::so_far();
    page.say(format!(
        "Each word becomes an entry with a list of lines of its own. That took {} for all these \
         lists and the list of entries, and {} to let them grow.",
        plural(after.allocated - before.allocated, "allocation"),
        plural(after.grown - before.grown, "call"),
    ));
    let caption = format!(
        "An index of {}; each slot holds a word and a Vec, here with its length and capacity",
        plural(entries.len(), "word")
    );
    let mut picture = Picture::new(caption);
    let mut rows = Vec::new();
    for entry in entries.iter().take(DRAWN) {
        let lines = &entry.lines;
        let slots = slots(lines, lines.capacity(), NARROW, |line| line.to_string());
        let (len, cap) = (lines.len(), lines.capacity());
        rows.push(Row {
            to: picture.block(lines.as_ptr(), cap, slots),
            ..Row::one(Kind::Live, format!("{} {len} of {cap}", quoted(entry.word)))
        });
    }
    if entries.len() > DRAWN {
        let rest = thousands(entries.len() - DRAWN);
        rows.push(Row::one(Kind::More, format!("+{rest} live")));
    }
    if entries.capacity() > entries.len() {
        let unused = thousands(entries.capacity() - entries.len());
        rows.push(Row::one(Kind::Free, format!("{unused} unused")));
    }
    page.draw(picture.vec_of("index: Vec<Entry>", &entries, rows));
    entries
}

/// Makes a list of the most frequent words out of the index, in the block of the index.
fn rank(entries: List<Entry<'_>>, page: &mut Page) {
    let (block, cap, freed) = (
        entries.as_ptr().addr(),
        entries.capacity(),
        Counted::so_far().freed,
    );
    // Each entry is dropped as it is mapped, and its lines with it.
    let mut ranks = entries.map_in_place(|entry| Rank {
        word: entry.word,
        lines: entry.lines.len(),
        first: entry.lines[0],
    });
    let freed = Counted::so_far().freed - freed;
    page.say(format!(
        "Which words are the most frequent? map_in_place() turns each entry of {} into a rank of \
         {}, in the same block, which {}; it had room for {} and has room for {}. The {} of lines \
         went back one by one on the way.",
        plural(size_of::<Entry<'_>>(), "byte"),
        plural(size_of::<Rank<'_>>(), "byte"),
        moved(block, ranks.as_ptr().addr()),
        plural(cap, "entry"),
        plural(ranks.capacity(), "rank"),
        plural(freed, "list"),
    ));
    ranks.sort_unstable_by_key(|rank| (Reverse(rank.lines), rank.word));
    let dropped = ranks.drain(ranks.len().min(TOP)..).count();
    let spare = ranks.capacity() - ranks.len();
    ranks.shrink_to_fit();
    page.draw(
        Picture::new(format!(
            "Sorted; drain({TOP}..) took {} out, and shrink_to_fit() gave {} back",
            plural(dropped, "word"),
            plural(spare, "slot"),
        ))
        .vec("ranks: Vec<Rank>", &ranks, |rank| quoted(rank.word)),
    );
    let mut table = Table::new(["word", "lines", "first on line"]);
    for rank in &ranks {
        table.row([
            shortened(rank.word),
            thousands(rank.lines),
            thousands(rank.first),
        ]);
    }
    page.table(table);
}
