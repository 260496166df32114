#![forbid(unsafe_code)]
//! A word index of the whole text, and what its `Vec`s do meanwhile.

use super::{Input, moved, quoted};
use crate::count::Counted;
use crate::page::{Page, Table, plural, thousands};
use crate::picture::{Home, Kind, Picture, Row, address, hex, place};
use crate::shelves::counted::{Entry, List, Seen, collect, group, tidy};

/// So many entries are drawn, and so many words stand in the table at the end.
const DRAWN: usize = 3;
const TOP: usize = 10;

/// A word and how often it was found. No larger than an [`Entry`], and no more strictly aligned.
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
        "All of it together: {}, {}, {}, {}; at the most, {} at once. Now everything is dropped, and {} in use.",
        plural(counts.allocated, "allocation"),
        plural(counts.grown, "growth").replace("growths", "growths in place or by moving"),
        plural(counts.shrunk, "shrinking"),
        plural(counts.freed, "free"),
        plural(counts.peak, "byte"),
        if counts.live == 0 { "no byte is".into() } else { plural(counts.live, "byte") },
    ));
}

/// Collects the words; every growth of the list becomes a line of a table.
fn gather<'t>(input: &Input<'t>, page: &mut Page) -> List<Seen<'t>> {
    page.say(
        "First, every word goes into one list, with its line. Nobody said how many there are, so the list doubles \
         whenever it is full: its block is asked for again and again, but less and less often.",
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
    input.progress.at("sorting words", 1, 2);
    tidy(seen);
    page.say(format!(
        "Then retain() drops words of one or two letters, sort_unstable() brings equal words together, and dedup() keeps \
         one of those on the same line: {} of {} are left. Elements moved down or changed places; the block {}.",
        thousands(seen.len()),
        plural(all, "word"),
        moved(block, seen.as_ptr().addr()),
    ));
    page.draw(
        Picture::new("After retain, sort_unstable and dedup: what was removed is now unused room")
            .vec("seen: Vec<Seen>", seen, |seen| format!("{} {}", quoted(seen.word), seen.line)),
    );
}

/// Groups the words into entries. Each has a `Vec` of its own: `Vec`s within a block of a `Vec`.
fn enter<'t>(seen: &[Seen<'t>], page: &mut Page) -> List<Entry<'t>> {
    let before = Counted::so_far();
    let entries = group(seen);
    let after = Counted::so_far();
    page.say(format!(
        "Each word becomes an entry with a list of lines of its own. That is {} for the lists and the entries, and {} to \
         let them grow.",
        plural(after.allocated - before.allocated, "allocation"),
        plural(after.grown - before.grown, "call"),
    ));
    let mut picture = Picture::new(format!("The index: {} with a Vec in each", plural(entries.len(), "entry").replace("entrys", "entries")));
    let mut rows = drystone::vec::Vec::new();
    for entry in entries.iter().take(DRAWN) {
        let mut lines = picture.vec_rows(&entry.lines, |line| line.to_string());
        let text = format!("{:12} len {:<2} cap {:<2}", quoted(entry.word), entry.lines.len(), entry.lines.capacity());
        lines.truncate(1);
        for ptr in lines {
            rows.push(Row { to: ptr.to, ..Row::one(Kind::Live, &text) });
        }
    }
    if entries.len() > DRAWN {
        rows.push(Row::one(Kind::More, format!("+{} live", thousands(entries.len() - DRAWN))));
    }
    let spare = entries.capacity() - entries.len();
    if spare > 0 {
        rows.push(Row::one(Kind::Free, format!("{} unused", thousands(spare))));
    }
    let mut stack = drystone::vec::Vec::new();
    if entries.capacity() == 0 {
        stack.push(Row::field("ptr: dangling"));
    } else {
        let bytes = entries.capacity() * size_of::<Entry<'_>>();
        let title = format!("{} of {}", plural(entries.capacity(), "slot"), plural(size_of::<Entry<'_>>(), "byte"));
        let block = picture.tile(Home::Heap, title, place(entries.as_ptr().addr(), bytes), rows);
        stack.push(Row::pointer("ptr", block));
    }
    stack.push(Row::field(format!("len: {}", thousands(entries.len()))));
    stack.push(Row::field(format!("cap: {}", thousands(entries.capacity()))));
    picture.tile(Home::Stack, "index: Vec<Entry>", place(address(&entries), size_of_val(&entries)), stack);
    page.draw(picture);
    entries
}
