#![forbid(unsafe_code)]
//! The model of a memory picture: what stands on the stack, what stands on the heap, and who points where.
//!
//! A picture is made from live values: every address, length and capacity in it is read from the value that is drawn,
//! at the moment of drawing. How it looks is decided in `layout`, `text` and `svg`.

use std::borrow::Borrow;
use std::fmt::Display;

use drystone::alloc::Allocator;
use drystone::vec;
use drystone::vec::Vec;
use unicode_width::UnicodeWidthStr;

use crate::page::{plural, thousands};

/// A `Vec` of up to this many slots is drawn whole.
const WHOLE: usize = 16;

/// Of a longer one, so many live slots are drawn; the others are only told.
const SHOWN: usize = 6;

/// The widest row of slots, in columns of text.
const ROW: usize = 58;

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

/// `0x5581c0a3f2d0, 64 bytes`
pub(crate) fn place(address: usize, size: usize) -> String {
    format!("{}, {}", hex(address), plural(size, "byte"))
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

    /// Draws a `Vec` variable: three words on the stack, its block on the heap.
    pub(crate) fn vec<T, A: Allocator>(
        mut self,
        name: &str,
        v: &Vec<T, A>,
        label: impl Fn(&T) -> String,
    ) -> Self {
        let rows = self.vec_rows(v, label);
        self.tile(Home::Stack, name, place(address(v), size_of_val(v)), rows);
        self
    }

    /// The three words of a `Vec`, wherever they stand; its block, if it has one, is added to the picture.
    pub(crate) fn vec_rows<T, A: Allocator>(
        &mut self,
        v: &Vec<T, A>,
        label: impl Fn(&T) -> String,
    ) -> Vec<Row> {
        let block = v.capacity() * size_of::<T>();
        let ptr = if block == 0 {
            Row::field(format!("ptr: {} (dangling)", hex(v.as_ptr().addr())))
        } else {
            let slots = self.slots(v, v.capacity(), label);
            let title = format!(
                "{} of {}",
                plural(v.capacity(), "slot"),
                plural(size_of::<T>(), "byte")
            );
            let at = place(v.as_ptr().addr(), block);
            Row::pointer("ptr", self.tile(Home::Heap, title, at, slots))
        };
        vec![
            ptr,
            Row::field(format!("len: {}", thousands(v.len()))),
            Row::field(format!("cap: {}", thousands(v.capacity()))),
        ]
    }

    /// Draws a boxed slice: two words on the stack, and a block with no slot to spare.
    pub(crate) fn boxed_slice<T>(
        mut self,
        name: &str,
        slice: &impl Borrow<[T]>,
        label: impl Fn(&T) -> String,
    ) -> Self {
        let values = slice.borrow();
        let ptr = if size_of_val(values) == 0 {
            Row::field(format!("ptr: {} (dangling)", hex(values.as_ptr().addr())))
        } else {
            let slots = self.slots(values, values.len(), label);
            let title = format!(
                "{} of {}",
                plural(values.len(), "slot"),
                plural(size_of::<T>(), "byte")
            );
            let at = place(values.as_ptr().addr(), size_of_val(values));
            Row::pointer("ptr", self.tile(Home::Heap, title, at, slots))
        };
        let rows = vec![
            ptr,
            Row::field(format!("len: {}", thousands(values.len()))),
        ];
        self.tile(
            Home::Stack,
            name,
            place(address(slice), size_of_val(slice)),
            rows,
        );
        self
    }

    /// Draws a variable that was moved out of: the bytes are still there, but nobody may look at them.
    pub(crate) fn gone(mut self, name: &str, address: usize, size: usize) -> Self {
        let rows = vec![Row::one(Kind::Gone, "moved out of")];
        self.tile(Home::Stack, name, place(address, size), rows);
        self
    }

    /// The slots of a block, live ones first; of many slots only some.
    fn slots<T>(&self, live: &[T], cap: usize, label: impl Fn(&T) -> String) -> Vec<Row> {
        let shown = if cap <= WHOLE { WHOLE } else { SHOWN };
        let mut cells: Vec<Cell> = Vec::new();
        cells.extend(live.iter().take(shown).map(|value| Cell::new(Kind::Live, label(value))));
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
        let widest = cells.iter().map(|cell| cell.text.width()).max().unwrap_or(0) + 3;
        let per_row = [8, 4, 2].into_iter().find(|n| n * widest < ROW).unwrap_or(1);
        let mut rows: Vec<Row> = Vec::new();
        let mut cells = cells.into_iter().peekable();
        while cells.peek().is_some() {
            let cells = cells.by_ref().take(per_row).collect();
            rows.push(Row { cells, to: None });
        }
        rows
    }
}
