#![forbid(unsafe_code)]
//! What a chapter writes: prose, pictures and tables, in order.

use drystone::vec::Vec;

use crate::picture::Picture;

/// The contents of one chapter.
#[derive(Default)]
pub(crate) struct Page {
    pub(crate) parts: Vec<Part>,
}

pub(crate) enum Part {
    Prose(String),
    Picture(Picture),
    Table(Table),
}

impl Part {
    pub(crate) fn picture(&self) -> Option<&Picture> {
        match self {
            Self::Picture(picture) => Some(picture),
            Self::Prose(_) | Self::Table(_) => None,
        }
    }
}

/// Rows under a heading; the first column is text, the others stand to the right.
pub(crate) struct Table {
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new<const N: usize>(head: [&str; N]) -> Self {
        Self {
            head: head.into_iter().map(String::from).collect(),
            rows: Vec::new(),
        }
    }

    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into_iter().collect());
    }
}

impl Page {
    /// A paragraph; where its lines break is the renderer's affair.
    pub(crate) fn say(&mut self, prose: impl Into<String>) {
        self.parts.push(Part::Prose(prose.into()));
    }

    pub(crate) fn draw(&mut self, picture: Picture) {
        self.parts.push(Part::Picture(picture));
    }

    pub(crate) fn table(&mut self, table: Table) {
        self.parts.push(Part::Table(table));
    }
}

/// `1234567` as `1,234,567`.
pub(crate) fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 byte`, `2 bytes`, `1,024 entries`.
pub(crate) fn plural(n: usize, noun: &str) -> String {
    let number = thousands(n);
    match noun.strip_suffix('y') {
        _ if n == 1 => format!("{number} {noun}"),
        Some(stem) => format!("{number} {stem}ies"),
        None => format!("{number} {noun}s"),
    }
}
