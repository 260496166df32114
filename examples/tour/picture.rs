#![forbid(unsafe_code)]
//! The model of a memory picture: what stands on the stack, what stands on the heap, and who points
//! where.
//!
//! A picture is made from live values: every address, length and capacity in it is read from the
//! value that is drawn, at the moment of drawing. How it looks is decided in `layout`, `text` and
//! `svg`.

use std::fmt::Display;

use drystone::alloc::Allocator;
use drystone::boxed::Box;
use drystone::vec;
use drystone::vec::Vec;
use unicode_width::UnicodeWidthStr;

use crate::page::{plural, thousands};

/// A `Vec` of up to this many slots is drawn whole.
const WHOLE: usize = 16;

/// Of a longer one, so many live slots are drawn; the others are only told.
const SHOWN: usize = 6;

/// The columns of text for a row of slots, in a block next to the stack, and in one further right.
pub(crate) const WIDE: usize = 64;
pub(crate) const NARROW: usize = 26;

/// One moment of memory.
pub(crate) struct Picture {
    pub(crate) caption: String,
    /// In no particular order; a [`TileId`] is an index into these.
    pub(crate) tiles: Vec<Tile>,
}

/// A tile's place in its picture.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct TileId(pub(crate) usize);

/// A variable on the stack, or a block on the heap.
pub(crate) struct Tile {
    pub(crate) home: Home,
    /// A variable's name and type; a block's purpose.
    pub(crate) title: String,
    /// Address and size.
    pub(crate) place: String,
    pub(crate) rows: Vec<Row>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Home {
    Stack,
    Heap,
}

/// Cells side by side; when it is a pointer, what it points to.
pub(crate) struct Row {
    pub(crate) cells: Vec<Cell>,
    pub(crate) to: Option<TileId>,
}

pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// A field: pointer, length, capacity.
    Field,
    /// A slot that holds a value.
    Live,
    /// A slot that belongs to the block and holds nothing.
    Free,
    /// What was here has moved away.
    Gone,
    /// Stands for what is not drawn.
    More,
}

impl Cell {
    pub(crate) fn new(kind: Kind, text: impl Display) -> Self {
        let text = text.to_string();
        Self { text, kind }
    }
}

impl Row {
    /// A field that points nowhere.
    pub(crate) fn field(text: impl Display) -> Self {
        Self::one(Kind::Field, text)
    }

    /// A field that points to a tile.
    pub(crate) fn pointer(text: impl Display, to: TileId) -> Self {
        let mut row = Self::field(text);
        row.to = Some(to);
        row
    }

    /// A single cell of any kind.
    pub(crate) fn one(kind: Kind, text: impl Display) -> Self {
        Self {
            cells: vec![Cell::new(kind, text)],
            to: None,
        }
    }
}

/// The address of a value, as a number to print.
pub(crate) fn address<T: ?Sized>(value: &T) -> usize {
    std::ptr::from_ref(value).cast::<()>().addr()
}

/// An address the way every picture writes it.
pub(crate) fn hex(address: usize) -> String {
    format!("{address:#x}")
}

/// `0x5581c0a3f2d0, 64 bytes`; large sizes are rounded.
pub(crate) fn place(address: usize, size: usize) -> String {
    const KIB: f64 = 1024.0;
    let size = match size {
        0..100_000 => plural(size, "byte"),
        100_000..1_000_000 => format!("{:.1} KiB", size as f64 / KIB),
        _ => format!("{:.1} MiB", size as f64 / KIB / KIB),
    };
    format!("{}, {size}", hex(address))
}

impl Picture {
    pub(crate) fn new(caption: impl Into<String>) -> Self {
        Self {
            caption: caption.into(),
            tiles: Vec::new(),
        }
    }

    /// Puts a tile into the picture.
    pub(crate) fn tile(
        &mut self,
        home: Home,
        title: impl Display,
        place: impl Into<String>,
        rows: Vec<Row>,
    ) -> TileId {
        let id = TileId(self.tiles.len());
        self.tiles.push(Tile {
            home,
            title: title.to_string(),
            place: place.into(),
            rows,
        });
        id
    }

    /// A variable on the stack, whose address and size are read from it.
    pub(crate) fn variable<T>(&mut self, name: &str, value: &T, rows: Vec<Row>) {
        let at = place(address(value), size_of_val(value));
        self.tile(Home::Stack, name, at, rows);
    }

    /// A block of so many slots; none where that is no byte.
    pub(crate) fn block<T>(
        &mut self,
        start: *const T,
        slots: usize,
        rows: Vec<Row>,
    ) -> Option<TileId> {
        let (each, all) = (size_of::<T>(), slots * size_of::<T>());
        (all > 0).then(|| {
            let title = format!("{} of {}", plural(slots, "slot"), plural(each, "byte"));
            self.tile(Home::Heap, title, place(start.addr(), all), rows)
        })
    }

    /// Draws a `Vec` variable: three words on the stack, its block on the heap.
    pub(crate) fn vec<T, A: Allocator>(
        self,
        name: &str,
        v: &Vec<T, A>,
        label: impl Fn(&T) -> String,
    ) -> Self {
        let rows = slots(v, v.capacity(), WIDE, label);
        self.vec_of(name, v, rows)
    }

    /// Draws a `Vec` variable whose slots are drawn already.
    pub(crate) fn vec_of<T, A: Allocator>(
        mut self,
        name: &str,
        v: &Vec<T, A>,
        slots: Vec<Row>,
    ) -> Self {
        let block = self.block(v.as_ptr(), v.capacity(), slots);
        let rows = vec![
            ptr(v.as_ptr(), block),
            Row::field(format!("len: {}", thousands(v.len()))),
            Row::field(format!("cap: {}", thousands(v.capacity()))),
        ];
        self.variable(name, v, rows);
        self
    }

    /// Draws a boxed slice: two words on the stack, and a block with no slot to spare.
    pub(crate) fn boxed_slice<T, A: Allocator>(
        mut self,
        name: &str,
        b: &Box<[T], A>,
        label: impl Fn(&T) -> String,
    ) -> Self {
        let block = self.block(b.as_ptr(), b.len(), slots(b, b.len(), WIDE, label));
        let rows = vec![
            ptr(b.as_ptr(), block),
            Row::field(format!("len: {}", thousands(b.len()))),
        ];
        self.variable(name, b, rows);
        self
    }

    /// Draws a variable that was moved out of: the bytes are still there, but nobody may look at
    /// them.
    pub(crate) fn gone(mut self, name: &str, address: usize, size: usize) -> Self {
        let rows = vec![Row::one(Kind::Gone, "moved out of")];
        self.tile(Home::Stack, name, place(address, size), rows);
        self
    }
}

/// The word that points to a block, or to nothing.
fn ptr<T>(start: *const T, block: Option<TileId>) -> Row {
    match block {
        Some(block) => Row::pointer("ptr", block),
        None => Row::field(format!("ptr: {} (dangling)", hex(start.addr()))),
    }
}

/// The slots of a block, live ones first; of many slots only some.
pub(crate) fn slots<T>(
    live: &[T],
    cap: usize,
    room: usize,
    label: impl Fn(&T) -> String,
) -> Vec<Row> {
    let shown = if cap <= WHOLE { WHOLE } else { SHOWN };
    let mut cells: Vec<Cell> = Vec::new();
    cells.extend(
        live.iter()
            .take(shown)
            .map(|value| Cell::new(Kind::Live, label(value))),
    );
    let free = cap - live.len();
    if cap <= WHOLE {
        cells.extend((0..free).map(|_| Cell::new(Kind::Free, "")));
    } else {
        if live.len() > shown {
            let more = format!("+{} live", thousands(live.len() - shown));
            cells.push(Cell::new(Kind::More, more));
        }
        if free > 0 {
            let more = format!("{} unused", thousands(free));
            cells.push(Cell::new(Kind::Free, more));
        }
    }
    // Rows of a power of two, so that a block that doubles is seen to double.
    let widest = cells
        .iter()
        .map(|cell| cell.text.width())
        .max()
        .unwrap_or(0)
        + 3;
    let per_row = [8, 4, 2]
        .into_iter()
        .find(|n| n * widest < room)
        .unwrap_or(1);
    let mut rows: Vec<Row> = Vec::new();
    let mut cells = cells.into_iter().peekable();
    while cells.peek().is_some() {
        let cells = cells.by_ref().take(per_row).collect();
        rows.push(Row { cells, to: None });
    }
    rows
}
