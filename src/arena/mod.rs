//! Arenas: allocate together, free together.
//!
//! # Which arena when
//!
//! | | [`TypedArena<T>`] | [`SharedArena<T>`] | [`Bump`] |
//! |---|---|---|---|
//! | holds | one type | one type | any types, slices, strings, collections |
//! | `alloc` gives | `&mut T` | `&T` | `&mut T` |
//! | lives as long as | the arena is borrowed | the arena is borrowed | the arena, or a [scope](Bump::scope), is borrowed |
//! | cycles of references | if no drop could look at them | the same | with [`Forget`]; with [`RunDrop`] by [`alloc_forget`](Bump::alloc_forget) |
//! | destructors | run, oldest first | run, oldest first | forgotten, run (newest first) or refused, by its type |
//! | one by one | never removed | never removed | never removed; blocks of collections, if the newest |
//! | all at once | [`clear`](TypedArena::clear), chunks stay | [`clear`](SharedArena::clear), chunks stay | [`reset`](Bump::reset) or the end of a scope, chunks stay |
//! | iteration | `iter_mut(&mut self)` | `iter(&self)`, also while allocating | no |
//! | by index | no | [`get`](SharedArena::get) | no |
//! | overhead an element | none | none | none, or three words with a destructor to be run |
//! | instructions for a `u64` | 10, chunks included | the same | 12, chunks included; 9 in one that is there |
//! | threads | `Send` with its elements | the same | `Send`, unless destructors are to be run |
//!
//! None is `Sync`: `alloc` takes `&self`, and no lock. Instructions are those of 1000 allocations in
//! a row, counted by `cargo bench --bench arena -- --instr` with rustc 1.95 on x86-64.
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
mod typed;

pub use self::bump::{
    AllocatedChunks, Bump, Checkpoint, DropPolicy, Forget, Holds, RefuseDrop, RunDrop,
};
pub use self::shared::{Iter, SharedArena};
pub use self::typed::{IterMut, TypedArena};

/// The largest size of values that a cold path takes along, in bytes.
const SMALL: usize = 4 * size_of::<usize>();
