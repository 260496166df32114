// The word index. `shelves.rs` compiles this file three times: over this crate's types with a
// counting allocator, over this crate's types as they come, and over std's. Nothing in it knows
// which: `List` and `list` are the importer's.

use crate::words::words;

/// A word that was met on a line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seen<'t> {
    pub(crate) word: &'t str,
    pub(crate) line: usize,
}

/// A word of the index, and the lines it stands on.
pub(crate) struct Entry<'t> {
    pub(crate) word: &'t str,
    pub(crate) lines: List<usize>,
}

/// All words in the order of the text. `look` is shown the list after every push.
pub(crate) fn collect<'t>(text: &'t str, mut look: impl FnMut(&List<Seen<'t>>)) -> List<Seen<'t>> {
    let mut seen = list();
    for (word, line) in words(text) {
        seen.push(Seen { word, line });
        look(&seen);
    }
    seen
}

/// Only words of three letters or more, sorted, and each word once per line.
pub(crate) fn tidy(seen: &mut List<Seen<'_>>) {
    seen.retain(|seen| seen.word.chars().nth(2).is_some());
    seen.sort_unstable();
    seen.dedup();
}

/// One entry per word, with a list of lines that grows as lines are found.
pub(crate) fn group<'t>(seen: &[Seen<'t>]) -> List<Entry<'t>> {
    let mut entries: List<Entry<'t>> = list();
    for found in seen {
        match entries.last_mut() {
            Some(entry) if entry.word == found.word => entry.lines.push(found.line),
            _ => {
                let mut lines = list();
                lines.push(found.line);
                entries.push(Entry {
                    word: found.word,
                    lines,
                });
            }
        }
    }
    entries
}

/// The whole index at once.
pub(crate) fn build(text: &str) -> List<Entry<'_>> {
    let mut seen = collect(text, |_| ());
    tidy(&mut seen);
    group(&seen)
}
