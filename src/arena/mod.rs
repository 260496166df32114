//! Arenas: allocate together and free together, or own by index.
//!
//! # Which arena when
//!
//! | | [`TypedArena<T>`] | [`SharedArena<T>`] | [`Bump`] | [`SlotMap<K, V>`] |
//! |---|---|---|---|---|
//! | holds | one type | one type | any types, slices, strings, collections | one type |
//! | `alloc` gives | `&mut T` | `&T` | `&mut T` | `insert`: a key of 2 to 8 bytes |
//! | that lives as long as | the arena is borrowed | the arena is borrowed | the arena, or a [scope](Bump::scope), is borrowed | the value is there; each use checks |
//! | cycles | of references, if no drop could look at them | the same | with [`Forget`]; with [`RunDrop`] by [`alloc_forget`](Bump::alloc_forget) | of keys, always |
//! | destructors | run, oldest first | run, oldest first | forgotten, run (newest first) or refused, by its type | run with the value's removal |
//! | one by one | never removed | never removed | never removed; blocks of collections, if the newest | [`remove`](SlotMap::remove) |
//! | all at once | [`clear`](TypedArena::clear), chunks stay | [`clear`](SharedArena::clear), chunks stay | [`reset`](Bump::reset) or the end of a scope, chunks stay | [`clear`](SlotMap::clear), slots stay |
//! | iteration | `iter_mut(&mut self)` | `iter(&self)`, also while allocating | no | in the order of slots, skipping holes |
//! | by index | no | [`get`](SharedArena::get) | no | [`get`](SlotMap::get) |
//! | overhead an element | none | none | none, or three words with a destructor to be run | 8 bytes and a bit for a `u64` |
//! | instructions for a `u64` | 10, chunks included | the same | 11, chunks included; 9 in one that is there | 16 with room, 22 without |
//! | threads | `Send` with its elements | the same | `Send`, unless destructors are to be run | `Send` and `Sync` with its values |
//!
//! Of the first three none is `Sync`: `alloc` takes `&self`, and no lock. Instructions are those of
//! 1000 allocations in a row, counted by `cargo bench --bench arena -- --instr` (and `--bench slots`)
//! with rustc 1.95 on x86-64.
//!
//! ```
//! use drystone::arena::{SharedArena, TypedArena};
//!
//! let names = SharedArena::new();
//! let (ada, bob) = (names.alloc("Ada".to_owned()), names.alloc("Bob".to_owned()));
//!
//! struct Person<'a> {
//!     name: &'a str,
//!     knows: Option<&'a Person<'a>>,
//! }
//! let people = TypedArena::new();
//! let ada = people.alloc(Person { name: ada, knows: None });
//! let bob = people.alloc(Person { name: bob, knows: Some(ada) });
//! assert_eq!(bob.knows.map(|p| p.name), names.get(0).map(|n| &n[..]));
//! assert_eq!(bob.name, "Bob");
//! ```

mod bump;
mod shared;
pub mod slot_map;
mod typed;

pub use self::bump::{
    AllocatedChunks, Bump, Checkpoint, DropPolicy, Forget, Holds, RefuseDrop, RunDrop,
};
pub use self::shared::{Iter, SharedArena};
#[cfg(feature = "std")]
pub use self::slot_map::SparseSecondaryMap;
pub use self::slot_map::{
    DefaultKey, InsertError, Key, KeyData, SecondaryMap, SlotMap, new_key_type,
};
pub use self::typed::{IterMut, TypedArena};

/// The largest size of values that a cold path takes along, in bytes.
const SMALL: usize = 4 * size_of::<usize>();

/// For the macro `new_key_type!`.
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use serde as __serde;
