#![forbid(unsafe_code)]
//! Where everything in a picture goes, on a grid of characters.
//!
//! Columns run from left to right: the stack, the blocks that it points to, the blocks that those
//! point to, and so on. A pointer is a wire that leaves its row to the right and enters its target
//! from the left. Between two columns each bent wire has a lane of its own. A pointer that leads
//! back to an earlier column gets no wire: its text must say where it leads.

use drystone::vec;
use drystone::vec::Vec;
use unicode_width::UnicodeWidthStr;

use crate::picture::{Home, Picture, Tile};

/// The stack is at least this wide, so that the heap of most pictures begins in the same place.
const STACK_WIDTH: usize = 26;

/// Between two columns: room for one straight wire and its arrow.
const GAP: usize = 6;

/// Two lines above each box: its title and its place.
const HEADER: usize = 2;

/// A picture on the grid.
pub(crate) struct Layout<'p> {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) labels: Vec<Label>,
    pub(crate) boxes: Vec<Placed<'p>>,
    pub(crate) wires: Vec<Wire>,
}

/// A word over a column.
pub(crate) struct Label {
    pub(crate) x: usize,
    pub(crate) y: usize,
    pub(crate) text: &'static str,
}

/// A tile and its box; `y` is the title's line.
pub(crate) struct Placed<'p> {
    pub(crate) tile: &'p Tile,
    pub(crate) x: usize,
    pub(crate) y: usize,
    /// Rows are divided into slots; else the box has an outline only.
    pub(crate) grid: bool,
    /// The columns inside one cell, and its two blanks.
    pub(crate) cell: usize,
}

/// From inside a row's cell to the left edge of a box: right, down or up, right.
pub(crate) struct Wire {
    pub(crate) from: (usize, usize),
    pub(crate) lane: usize,
    /// Where the arrow's head is: just before the box.
    pub(crate) to: (usize, usize),
}

impl<'p> Placed<'p> {
    fn new(tile: &'p Tile) -> Self {
        let widest = |row: &crate::picture::Row| {
            let widths = row.cells.iter().map(|cell| cell.text.width());
            // A wire starts behind its text.
            widths.max().unwrap_or(0) + if row.to.is_some() { 3 } else { 0 }
        };
        Self {
            tile,
            x: 0,
            y: 0,
            grid: tile.rows.iter().any(|row| row.cells.len() > 1),
            cell: tile.rows.iter().map(widest).max().unwrap_or(0) + 2,
        }
    }

    /// The most cells in a row.
    pub(crate) fn across(&self) -> usize {
        self.tile
            .rows
            .iter()
            .map(|row| row.cells.len())
            .max()
            .unwrap_or(0)
    }

    /// The width of the box.
    pub(crate) fn width(&self) -> usize {
        self.across() * (self.cell + 1) + 1
    }

    /// The line of a row's text.
    pub(crate) fn row_y(&self, row: usize) -> usize {
        let step = if self.grid { 2 } else { 1 };
        self.top() + 1 + row * step
    }

    /// The column of a cell's left edge.
    pub(crate) fn cell_x(&self, cell: usize) -> usize {
        self.x + cell * (self.cell + 1)
    }

    /// The line of the box's upper edge.
    pub(crate) fn top(&self) -> usize {
        self.y + HEADER
    }

    /// The line of the box's lower edge.
    pub(crate) fn bottom(&self) -> usize {
        self.row_y(self.tile.rows.len() - 1) + 1
    }

    /// The width of the box and what is written above it.
    fn full_width(&self) -> usize {
        let header = self.tile.title.width().max(self.tile.place.width());
        self.width().max(header)
    }
}

impl<'p> Layout<'p> {
    pub(crate) fn new(picture: &'p Picture) -> Self {
        let mut boxes: Vec<Placed<'p>> = picture.tiles.iter().map(Placed::new).collect();
        let columns = columns(picture);
        let mut wires = Vec::new();
        let mut labels = vec![Label {
            x: 0,
            y: 0,
            text: "stack",
        }];
        let mut x = 0;
        for (c, column) in columns.iter().enumerate() {
            stack_up(&mut boxes, column, c, x);
            let width = column
                .iter()
                .map(|&i| boxes[i].full_width())
                .max()
                .unwrap_or(0);
            let edge = x + if c == 0 {
                width.max(STACK_WIDTH)
            } else {
                width
            };
            let next = columns.get(c + 1).map_or(&[][..], |next| next);
            let gap = connect(&mut boxes, column, next, edge, &mut wires);
            if c == 0 {
                labels.push(Label {
                    x: edge + gap,
                    y: 0,
                    text: "heap",
                });
                if columns.len() == 1 {
                    labels.push(Label {
                        x: edge + gap,
                        y: 1,
                        text: "no block",
                    });
                }
            }
            x = edge + gap;
        }
        Self {
            width: (boxes.iter().map(|b| b.x + b.full_width()))
                .chain(labels.iter().map(|label| label.x + label.text.width()))
                .max()
                .unwrap_or(0),
            height: boxes.iter().map(|b| b.bottom() + 1).max().unwrap_or(0),
            labels,
            boxes,
            wires,
        }
    }
}

/// Which tiles stand in which column: by their distance from the stack, nearest first.
fn columns(picture: &Picture) -> Vec<Vec<usize>> {
    let stack = |&i: &usize| picture.tiles[i].home == Home::Stack;
    let mut seen: Vec<bool> = picture
        .tiles
        .iter()
        .map(|tile| tile.home == Home::Stack)
        .collect();
    let mut columns = vec![(0..picture.tiles.len()).filter(stack).collect::<Vec<_>>()];
    loop {
        let mut next = Vec::new();
        for &i in columns.last().into_iter().flatten() {
            for to in picture.tiles[i].rows.iter().filter_map(|row| row.to) {
                if !seen[to.0] {
                    seen[to.0] = true;
                    next.push(to.0);
                }
            }
        }
        if next.is_empty() {
            return columns;
        }
        columns.push(next);
    }
}

/// Gives the boxes of a column their places; those that have a wished-for line get it, or the next
/// that is free.
fn stack_up(boxes: &mut [Placed<'_>], column: &[usize], c: usize, x: usize) {
    let mut free = 1;
    for &i in column {
        let wish = if c == 0 { 0 } else { boxes[i].y };
        boxes[i].x = x;
        boxes[i].y = wish.max(free);
        free = boxes[i].bottom() + 2;
    }
}

/// Wires a column to the next; returns the width of the gap between them.
fn connect(
    boxes: &mut [Placed<'_>],
    column: &[usize],
    next: &[usize],
    edge: usize,
    wires: &mut Vec<Wire>,
) -> usize {
    // Where each box of the next column would like to stand: on a level with the first row that
    // points to it.
    let mut ends: Vec<((usize, usize), usize)> = Vec::new();
    for &i in column {
        for (r, row) in boxes[i].tile.rows.iter().enumerate() {
            if let Some(to) = row.to.filter(|to| next.contains(&to.0)) {
                let text: usize = row.cells.iter().map(|cell| cell.text.width()).sum();
                ends.push(((boxes[i].x + text + 3, boxes[i].row_y(r)), to.0));
            }
        }
    }
    for &((_, y), to) in ends.iter().rev() {
        boxes[to].y = y.saturating_sub(HEADER + 1);
    }
    stack_up(boxes, next, 1, 0);
    // A wire that goes down stands left of those that start above it: so none crosses another. One
    // that goes up can't be helped.
    let bent = ends
        .iter()
        .filter(|&&((_, y), to)| boxes[to].row_y(0) != y)
        .count();
    let gap = GAP + 2 * bent.saturating_sub(1);
    let mut lane = edge + 2 + 2 * bent.saturating_sub(1);
    for &(from, to) in &ends {
        let enters = boxes[to].row_y(0);
        wires.push(Wire {
            from,
            lane,
            to: (edge + gap - 1, enters),
        });
        if enters != from.1 {
            lane = lane.saturating_sub(2);
        }
    }
    gap
}
