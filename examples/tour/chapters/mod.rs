#![forbid(unsafe_code)]
//! The chapters of the tour, in the order in which they are told.

mod cells;
mod cost;
mod graph;
mod growth;
mod index;
mod list;
mod threads;
mod trees;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

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
        title: "RefCell: a flag that counts who looks",
        run: cells::run,
    },
    Chapter {
        title: "Rc: a graph of words, and a ring that leaks",
        run: graph::run,
    },
    Chapter {
        title: "Arc: one text, several threads",
        run: threads::run,
    },
    Chapter {
        title: "Arenas: one tree, five ways",
        run: trees::run,
    },
    Chapter {
        title: "What it costs, beside std",
        run: cost::run,
    },
];

/// A word, cut when it is wide.
fn shortened(word: &str) -> String {
    const WIDEST: usize = 10;
    if word.width() <= WIDEST {
        return word.into();
    }
    let mut width = 0;
    let fits = |c: &char| {
        width += c.width().unwrap_or(0);
        width < WIDEST
    };
    word.chars().take_while(fits).chain(['…']).collect()
}

/// A word as it stands in a slot.
fn quoted(word: &str) -> String {
    format!("\"{}\"", shortened(word))
}

/// Whether a block is where it was, in words.
fn moved(before: usize, after: usize) -> &'static str {
    if before == after {
        "stayed where it was"
    } else {
        "moved"
    }
}
