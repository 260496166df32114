#![forbid(unsafe_code)]
//! Pages as text: paragraphs, tables, and pictures drawn with box characters.
//!
//! Everything is written with its colours; whether they reach the reader is decided by the stream
//! (`anstream` takes them out for a pipe, or where `NO_COLOR` is set).

use std::fmt::Write as _;

use anstyle::{AnsiColor, Color, Effects, Style};
use drystone::vec;
use drystone::vec::Vec;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::layout::{Layout, Placed, Wire};
use crate::page::{Page, Part, Table};
use crate::picture::{Kind, Picture};

/// No line is longer, as far as it is in our hands.
pub(crate) const WIDTH: usize = 100;

/// Pictures and tables stand in by this much.
const INDENT: usize = 2;

const PLAIN: Style = Style::new();
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

const fn color(color: AnsiColor) -> Style {
    Style::new().fg_color(Some(Color::Ansi(color)))
}

const TITLE: Style = color(AnsiColor::Cyan).effects(Effects::BOLD);
const LIVE: Style = color(AnsiColor::Green);
const WIRE: Style = color(AnsiColor::Yellow);

const fn style_of(kind: Kind) -> Style {
    match kind {
        Kind::Field => PLAIN,
        Kind::Live => LIVE,
        Kind::Free | Kind::Gone | Kind::More => DIM,
    }
}

/// A chapter's heading.
pub(crate) fn heading(number: usize, title: &str) -> String {
    let text = format!("{number}  {title}");
    let line = "─".repeat(text.width());
    format!("\n{TITLE}{text}{TITLE:#}\n{DIM}{line}{DIM:#}\n")
}

/// A whole page.
pub(crate) fn page(page: &Page) -> String {
    let mut out = String::new();
    for part in &page.parts {
        out.push('\n');
        match part {
            Part::Prose(prose) => paragraph(&mut out, prose),
            Part::Picture(picture) => draw(&mut out, picture),
            Part::Table(table) => tabulate(&mut out, table),
        }
    }
    out
}

/// Breaks prose into lines of at most [`WIDTH`] columns.
pub(crate) fn paragraph(out: &mut String, prose: &str) {
    let mut column = 0;
    for word in prose.split_whitespace() {
        if column > 0 && column + 1 + word.width() > WIDTH {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += word.width();
    }
    out.push('\n');
}

fn tabulate(out: &mut String, table: &Table) {
    let column = |c: usize| table.rows.iter().map(move |row| row[c].width());
    let widths: Vec<usize> = (table.head.iter().enumerate())
        .map(|(c, head)| column(c).chain([head.width()]).max().unwrap_or(0))
        .collect();
    let mut line = |cells: &[String], style: Style| {
        let mut text = " ".repeat(INDENT);
        for (c, (cell, width)) in cells.iter().zip(&widths).enumerate() {
            let fill = " ".repeat(width - cell.width());
            // Numbers are compared by their last digits.
            let _ = match c {
                0 => write!(text, "{cell}{fill}"),
                _ => write!(text, "   {fill}{cell}"),
            };
        }
        let _ = writeln!(out, "{style}{}{style:#}", text.trim_end());
    };
    line(&table.head, BOLD);
    for row in &table.rows {
        line(row, PLAIN);
    }
}

fn draw(out: &mut String, picture: &Picture) {
    let layout = Layout::new(picture);
    let mut canvas = Canvas::new(layout.width, layout.height);
    for label in &layout.labels {
        canvas.write(label.x, label.y, label.text, DIM);
    }
    for placed in &layout.boxes {
        canvas.tile(placed);
    }
    for wire in &layout.wires {
        canvas.wire(wire);
    }
    out.push_str("▸ ");
    let mut caption = String::new();
    paragraph(&mut caption, &picture.caption);
    let _ = writeln!(out, "{BOLD}{}{BOLD:#}\n", caption.trim_end());
    canvas.print(out);
}

/// The four directions in which a line may leave a character.
mod arm {
    pub(super) const UP: u8 = 1;
    pub(super) const DOWN: u8 = 2;
    pub(super) const LEFT: u8 = 4;
    pub(super) const RIGHT: u8 = 8;
}

/// Box characters by their arms: up 1, down 2, left 4, right 8.
const LINES: [char; 16] = [
    ' ', '╵', '╷', '│', '╴', '┘', '┐', '┤', '╶', '└', '┌', '├', '─', '┴', '┬', '┼',
];

#[derive(Clone, Copy)]
struct Glyph {
    /// Lines that meet here; looked up in [`LINES`] while there is no character.
    arms: u8,
    text: Option<char>,
    style: Style,
}

/// A grid of characters on which lines join where they meet.
struct Canvas {
    width: usize,
    glyphs: Vec<Glyph>,
}

impl Canvas {
    fn new(width: usize, height: usize) -> Self {
        let blank = Glyph {
            arms: 0,
            text: None,
            style: PLAIN,
        };
        Self {
            width,
            glyphs: vec![blank; width * height],
        }
    }

    fn at(&mut self, x: usize, y: usize) -> &mut Glyph {
        assert!(x < self.width, "the layout is as wide as all that is in it");
        &mut self.glyphs[y * self.width + x]
    }

    fn line(&mut self, x: usize, y: usize, arms: u8, style: Style) {
        let glyph = self.at(x, y);
        glyph.arms |= arms;
        glyph.style = style;
    }

    fn across(&mut self, x: std::ops::Range<usize>, y: usize, style: Style) {
        for x in x {
            self.line(x, y, arm::RIGHT, style);
            self.line(x + 1, y, arm::LEFT, style);
        }
    }

    fn down(&mut self, x: usize, y: std::ops::Range<usize>, style: Style) {
        for y in y {
            self.line(x, y, arm::DOWN, style);
            self.line(x, y + 1, arm::UP, style);
        }
    }

    /// Text over whatever is there; a wide character takes its two columns.
    fn write(&mut self, mut x: usize, y: usize, text: &str, style: Style) {
        for c in text.chars() {
            let width = c.width().unwrap_or(0);
            for i in 0..width {
                let glyph = self.at(x + i, y);
                // The second half of a wide character prints nothing.
                glyph.text = Some(if i == 0 { c } else { '\0' });
                glyph.style = style;
            }
            x += width;
        }
    }

    fn outline(&mut self, x: std::ops::Range<usize>, y: std::ops::Range<usize>, style: Style) {
        self.across(x.clone(), y.start, style);
        self.across(x.clone(), y.end, style);
        self.down(x.start, y.clone(), style);
        self.down(x.end, y, style);
    }

    fn tile(&mut self, placed: &Placed<'_>) {
        let gone = placed
            .tile
            .rows
            .iter()
            .all(|row| row.cells.iter().all(|c| c.kind == Kind::Gone));
        self.write(
            placed.x,
            placed.y,
            &placed.tile.title,
            if gone { DIM } else { BOLD },
        );
        self.write(placed.x, placed.y + 1, &placed.tile.place, DIM);
        let edge = if gone { DIM } else { PLAIN };
        if !placed.grid {
            let right = placed.x + placed.width() - 1;
            self.outline(placed.x..right, placed.top()..placed.bottom(), edge);
        }
        for (r, row) in placed.tile.rows.iter().enumerate() {
            let y = placed.row_y(r);
            for (c, cell) in row.cells.iter().enumerate() {
                let x = placed.cell_x(c);
                if placed.grid {
                    self.outline(x..x + placed.cell + 1, y - 1..y + 1, edge);
                }
                if cell.kind == Kind::Free && cell.text.is_empty() {
                    self.write(x + 1, y, &"░".repeat(placed.cell), DIM);
                }
                self.write(x + 2, y, &cell.text, style_of(cell.kind));
            }
        }
    }

    fn wire(&mut self, wire: &Wire) {
        let ((x, y), (to, enters)) = (wire.from, wire.to);
        self.line(x, y, arm::LEFT, WIRE);
        if y == enters {
            self.across(x..to, y, WIRE);
        } else {
            self.across(x..wire.lane, y, WIRE);
            self.down(wire.lane, y.min(enters)..y.max(enters), WIRE);
            self.across(wire.lane..to, enters, WIRE);
        }
        self.write(to, enters, "▶", WIRE);
    }

    fn print(&self, out: &mut String) {
        for row in self.glyphs.chunks(self.width.max(1)) {
            let last = row.iter().rposition(|g| g.text.is_some() || g.arms != 0);
            let row = &row[..last.map_or(0, |last| last + 1)];
            if !row.is_empty() {
                out.push_str(&" ".repeat(INDENT));
            }
            // One colour change for each run of characters that share it.
            for run in row.chunk_by(|a, b| a.style == b.style) {
                let style = run[0].style;
                let _ = write!(out, "{style}");
                out.extend(run.iter().filter_map(|glyph| match glyph.text {
                    Some('\0') => None,
                    Some(c) => Some(c),
                    None => Some(LINES[usize::from(glyph.arms)]),
                }));
                let _ = write!(out, "{style:#}");
            }
            out.push('\n');
        }
    }
}
