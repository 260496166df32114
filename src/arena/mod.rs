//! Arenas: allocate together and free together, or own by index.
//!
//! # Which arena when
//!
//! | | [`TypedArena<T>`] | [`SharedArena<T>`] | [`SlotMap<K, V>`] |
//! |---|---|---|---|
//! | holds | one type | one type | one type |
//! | `alloc`, `insert` gives | `&mut T` | `&T` | a key of 2 to 8 bytes |
//! | that is valid as long as | the arena is borrowed | the arena is borrowed | the value is there; checked at each use |
//! | cycles | of references, if no drop could look at them | the same | of keys, always |
//! | destructors | run, in order, with the arena | the same | run with the value's removal |
//! | one by one | never removed | never removed | [`remove`](SlotMap::remove) |
//! | all at once | [`clear`](TypedArena::clear), chunks stay | [`clear`](SharedArena::clear), chunks stay | [`clear`](SlotMap::clear), slots stay |
//! | iteration | `iter_mut(&mut self)` | `iter(&self)`, also while allocating | in the order of slots, skipping holes |
//! | by index | no | [`get`](SharedArena::get) | [`get`](SlotMap::get) |
//! | overhead an element | none | none | the generation and a bit: 8 bytes and a bit for a `u64` |
//! | threads | `Send` with its elements | the same | `Send` and `Sync` with its values |
//!
//! The first two are never `Sync`: `alloc` takes `&self`, and no lock.
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

mod shared;
pub mod slot_map;
mod typed;

pub use self::shared::{Iter, SharedArena};
#[cfg(feature = "std")]
pub use self::slot_map::SparseSecondaryMap;
pub use self::slot_map::{
    DefaultKey, InsertError, Key, KeyData, SecondaryMap, SlotMap, new_key_type,
};
pub use self::typed::{IterMut, TypedArena};

/// For the macro `new_key_type!`.
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use serde as __serde;
