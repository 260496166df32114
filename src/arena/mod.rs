//! Arenas: allocate together, free together.
//!
//! # Which arena when
//!
//! | | [`TypedArena<T>`] | [`SharedArena<T>`] |
//! |---|---|---|
//! | holds | one type | one type |
//! | `alloc` gives | `&mut T` | `&T` |
//! | lives as long as | the arena is borrowed | the arena is borrowed |
//! | cycles of references | if no drop could look at them | the same |
//! | destructors | run, in order, with the arena | the same |
//! | one by one | never removed | never removed |
//! | all at once | [`clear`](TypedArena::clear), chunks stay | [`clear`](SharedArena::clear), chunks stay |
//! | iteration | `iter_mut(&mut self)` | `iter(&self)`, also while allocating |
//! | by index | no | [`get`](SharedArena::get) |
//! | overhead an element | none | none |
//! | threads | `Send` with its elements | the same |
//!
//! Neither is `Sync`: `alloc` takes `&self`, and no lock.
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
mod typed;

pub use self::shared::{Iter, SharedArena};
pub use self::typed::{IterMut, TypedArena};
