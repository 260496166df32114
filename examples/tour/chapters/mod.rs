#![forbid(unsafe_code)]
//! The chapters of the tour, in the order in which they are told.

mod cost;
mod growth;
mod index;
mod list;

use crate::page::Page;
use crate::progress::Progress;

/// What a chapter works on.
pub(crate) struct Input<'t> {
    /// The text in lower case, so that a word is itself at the head of a sentence too.
    pub(crate) text: &'t str,
    pub(crate) progress: &'t Progress,
}

pub(crate) struct Chapter {
    pub(crate) title: &'static str,
    pub(crate) run: fn(&Input<'_>, &mut Page),
}

/// A new chapter is a module above and a line here.
pub(crate) const ALL: &[Chapter] = &[
    Chapter {
        title: "Vec: three words, and a block that grows",
        run: growth::run,
    },
    Chapter {
        title: "A word index in Vecs",
        run: index::run,
    },
    Chapter {
        title: "Box: a list of nodes",
        run: list::run,
    },
    Chapter {
        title: "What it costs, beside std",
        run: cost::run,
    },
];

/// A word as it stands in a slot: quoted, and cut when it is long.
fn quoted(word: &str) -> String {
    const LONGEST: usize = 10;
    let mut chars = word.chars();
    let mut text: String = chars.by_ref().take(LONGEST).collect();
    if chars.next().is_some() {
        text.pop();
        text.push('…');
    }
    format!("\"{text}\"")
}

/// Whether a block is where it was, in words.
fn moved(before: usize, after: usize) -> &'static str {
    if before == after { "stayed where it was" } else { "moved" }
}
