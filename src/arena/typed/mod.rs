//! [`TypedArena`]: elements of one type, allocated together, dropped together.
//!
//! # Layout
//!
//! ```text
//! TypedArena           chunk             chunk, twice as large
//! ┌───────────┐        ┌─────────────┐   ┌──────────────────────────┐
//! │ next ─────┼──┐     │ T T T T T T │ ⇄ │ T T T T T ░ ░ ░ ░ ░ ░ ░ ░ │
//! │ end ──────┼┐ │     └─────────────┘   └───────────▲──────────────▲┘
//! │ …         ││ └───────────────────────────────────┘              │
//! └───────────┘└────────────────────────────────────────────────────┘
//! ```
//!
//! The chunks, and the allocator, are owned by a list that doesn't name `T`; this file gives it the
//! function that drops elements, and decides who may refer to them.
//!
//! # Invariants
//!
//! * `TYPED-1`: while the arena is shared, each element is reached only through the reference that
//!   `alloc` and its kin returned for it; all elements are reached only through `&mut` of the arena
//!   or by value.
//! * `TYPED-2`: the list's elements are of type `T`, and so is the function that drops them.
//! * `TYPED-3`: the arena is invariant in `T`, owns `T` for the drop check, and has no `Drop` of its
//!   own: elements may refer to each other if their own drop looks at no neighbour.

mod fill;
mod iter;
mod many;

pub use self::iter::IterMut;

use core::alloc::Layout;
use core::cell::UnsafeCell;
use core::fmt;
use core::marker::PhantomData;
use core::mem::needs_drop;
use core::panic::UnwindSafe;
use core::ptr::NonNull;

use super::SMALL;
use crate::alloc::{Allocator, Global};
use crate::fallible::Rejected;
use crate::raw::chunk::{DropRun, Runs, Walk};
use crate::raw::layout;
use crate::vec::Vec;

/// An arena of values of one type, which are dropped when it is.
///
/// `alloc` takes `&self` and returns a reference that is valid as long as the arena is borrowed, so
/// that elements can refer to each other, also in cycles.
///
/// # What may refer to what
///
/// The compiler accepts an arena `TypedArena<Node<'a>>` with nodes that hold `&'a Node<'a>` if no
/// drop of a node could look at another one:
///
/// * nodes without drop, cycles through [`Cell`](crate::cell::Cell) and
///   [`RefCell`](crate::cell::RefCell) included, are accepted;
/// * nodes that hold std's `Vec<&'a Node<'a>>` are accepted, since that promises not to look at its
///   elements' borrows;
/// * nodes that hold this crate's [`Vec`] of references are refused on stable (E0597), where the
///   same promise can't be made, and accepted with feature `nightly`. On stable, put nodes and lists
///   into a [`Bump`](super::Bump), which drops neither;
/// * nodes whose own `Drop` could look at a neighbour are refused.
///
/// # Panics and leaks
///
/// Methods that need a chunk end as `Vec::push` does when there is no memory; `try_` ones return
/// the error. A panic in an iterator drops the items that were written and leaves the arena as it
/// was. When an element's drop panics, the others are dropped all the same.
///
/// # Differences from `typed-arena` 2
///
/// * [`alloc_extend`](TypedArena::alloc_extend) may be re-entered: its iterator can add elements.
/// * [`clear`](TypedArena::clear), the `try_` methods and the allocator parameter are here, and
///   `new` is `const` and asks for no memory.
/// * [`into_vec`](TypedArena::into_vec) gives this crate's [`Vec`].
/// * Elements without size are counted, and dropped.
///
/// # Examples
///
/// A tree, and a cycle:
///
/// ```
/// use std::cell::Cell;
/// use drystone::arena::TypedArena;
///
/// struct Node<'a> {
///     name: &'static str,
///     parent: Option<&'a Node<'a>>,
///     friend: Cell<Option<&'a Node<'a>>>,
/// }
///
/// let arena = TypedArena::new();
/// let node = |name, parent| -> &Node { arena.alloc(Node { name, parent, friend: Cell::new(None) }) };
/// let root = node("root", None);
/// let (left, right) = (node("left", Some(root)), node("right", Some(root)));
/// left.friend.set(Some(right));
/// right.friend.set(Some(left));
/// assert_eq!(left.friend.get().unwrap().friend.get().unwrap().name, "left");
/// assert_eq!(right.parent.unwrap().name, "root");
/// assert_eq!(arena.len(), 3);
/// ```
pub struct TypedArena<T, A: Allocator = Global> {
    runs: Runs<A>,
    _owns: PhantomData<UnsafeCell<T>>,
}

/// Drops the elements in `size` bytes from `start`; without size, `size` elements.
///
/// # Safety
///
/// * (a) They are live, and owned by the caller.
unsafe fn drop_run<T>(start: NonNull<u8>, size: usize) {
    let run = if layout::is_zst::<T>() {
        NonNull::slice_from_raw_parts(NonNull::<T>::dangling(), size)
    } else {
        NonNull::slice_from_raw_parts(start.cast::<T>(), size / size_of::<T>())
    };
    // SAFETY: TYPED-2, RUN-2 -- by (a).
    unsafe { run.drop_in_place() };
}

impl<T> TypedArena<T> {
    /// An arena without elements. Asks for no memory.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::TypedArena;
    ///
    /// let arena = TypedArena::new();
    /// *arena.alloc(1) += 1;
    /// assert_eq!(arena.into_vec(), [2]);
    /// ```
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self::new_in(Global)
    }

    /// An arena with room for `n` elements.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::TypedArena;
    ///
    /// let arena = TypedArena::with_capacity(2);
    /// assert_eq!(arena.alloc_extend(["cope", "hearting"]).len(), 2);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn with_capacity(n: usize) -> Self {
        Self::with_capacity_in(n, Global)
    }
}

impl<T, A: Allocator> TypedArena<T, A> {
    /// All that the chunks need to know of `T`.
    const ELEM: Layout = Layout::new::<T>();

    const DROP: Option<DropRun> = if needs_drop::<T>() {
        Some(drop_run::<T>)
    } else {
        None
    };

    /// An arena without elements, in the memory of `alloc`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, arena::TypedArena};
    ///
    /// let arena: TypedArena<u8, &Global> = TypedArena::new_in(&Global);
    /// assert!(arena.is_empty());
    /// ```
    #[inline]
    #[must_use]
    pub const fn new_in(alloc: A) -> Self {
        // INVARIANT: TYPED-2, TYPED-3.
        Self {
            runs: Runs::new_in(Self::DROP, alloc),
            _owns: PhantomData,
        }
    }

    /// An arena with room for `n` elements, in the memory of `alloc`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, arena::TypedArena};
    ///
    /// let arena = TypedArena::with_capacity_in(8, Global);
    /// assert_eq!(*arena.alloc('a'), 'a');
    /// ```
    #[must_use]
    #[track_caller]
    pub fn with_capacity_in(n: usize, alloc: A) -> Self {
        let arena = Self::new_in(alloc);
        arena.reserve_extend(n);
        arena
    }

    /// The allocator.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, arena::TypedArena};
    ///
    /// assert_eq!(TypedArena::<u8>::new().allocator(), &Global);
    /// ```
    #[inline]
    pub const fn allocator(&self) -> &A {
        self.runs.allocator()
    }

    /// How many elements there are. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::TypedArena;
    ///
    /// let arena = TypedArena::new();
    /// arena.alloc_extend("abc".chars());
    /// assert_eq!(arena.len(), 3);
    /// ```
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.runs.len(Self::ELEM)
    }

    /// Whether there is no element.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::TypedArena;
    ///
    /// assert!(TypedArena::<u8>::new().is_empty());
    /// ```
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Moves a value into the arena. O(1) amortised.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::TypedArena;
    ///
    /// let arena = TypedArena::new();
    /// let (a, b) = (arena.alloc(1), arena.alloc(2));
    /// std::mem::swap(a, b);
    /// assert_eq!((*a, *b), (2, 1));
    /// ```
    #[inline]
    #[must_use]
    #[expect(
        clippy::mut_from_ref,
        reason = "each call returns another element: TYPED-1"
    )]
    pub fn alloc(&self, value: T) -> &mut T {
        let mut at = self.place(value);
        // SAFETY: TYPED-1 -- live as long as the arena is borrowed; nobody else is given it.
        unsafe { at.as_mut() }
    }

    /// Adds an element. The pointer is the chunk's own, not one of a reference: a wrapper can give
    /// out shared references beside it.
    #[inline(always)]
    #[track_caller]
    pub(in crate::arena) fn place(&self, value: T) -> NonNull<T> {
        let slot = match self.slot() {
            Some(slot) => slot,
            // A large value would be put together in memory, only because this call takes it there.
            None if size_of::<T>() <= SMALL => return self.place_slow(value),
            None => self.slot_in_new_chunk(),
        };
        // SAFETY: TYPED-1 -- the slot is the next one.
        unsafe { self.fill_slot(slot, value) }
    }

    /// The next slot, in another chunk. `T` has a size.
    #[cold]
    #[inline(never)]
    #[track_caller]
    fn slot_in_new_chunk(&self) -> NonNull<T> {
        match self.runs.reserve(Self::ELEM, 1) {
            Ok(()) => self.runs.window().cast(),
            Err(error) => error.raise(),
        }
    }

    /// The next slot, if it is in the current chunk.
    #[inline(always)]
    fn slot(&self) -> Option<NonNull<T>> {
        if layout::is_zst::<T>() {
            None
        } else {
            self.runs.slot().map(NonNull::cast)
        }
    }

    /// Writes the next slot.
    ///
    /// # Safety
    ///
    /// * (a) `slot` has just come from [`slot`](Self::slot).
    #[inline(always)]
    unsafe fn fill_slot(&self, slot: NonNull<T>, value: T) -> NonNull<T> {
        // SAFETY: RUN-1, TYPED-2 -- by (a) the slot has room for a `T`, and holds none.
        unsafe { slot.write(value) };
        // SAFETY: RUN-2 -- by (a) it is the first slot of the window, and it is written.
        unsafe { self.runs.count(size_of::<T>()) };
        slot
    }

    /// [`place`](Self::place) where the current chunk is full, or `T` has no size: one call, with
    /// nothing behind it, so that a caller that allocates keeps its values in registers.
    #[cold]
    #[inline(never)]
    #[track_caller]
    fn place_slow(&self, value: T) -> NonNull<T> {
        match self.try_place(value) {
            Ok(value) => value,
            Err(rejected) => {
                // The value is dropped first, as if it unwound.
                let (value, error) = rejected.into_parts();
                drop(value);
                error.raise()
            }
        }
    }

    /// [`alloc`](Self::alloc), or the value and the reason why not.
    ///
    /// # Errors
    ///
    /// When a chunk is needed and can't be had.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::TypedArena;
    ///
    /// let arena = TypedArena::new();
    /// assert_eq!(arena.try_alloc("stone"), Ok(&mut "stone"));
    /// ```
    #[inline]
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    pub fn try_alloc(&self, value: T) -> Result<&mut T, Rejected<T>> {
        let mut at = self.try_place(value)?;
        // SAFETY: TYPED-1 -- live as long as the arena is borrowed; nobody else is given it.
        Ok(unsafe { at.as_mut() })
    }

    /// [`place`](Self::place), or the value and the reason why not.
    #[inline]
    pub(in crate::arena) fn try_place(&self, value: T) -> Result<NonNull<T>, Rejected<T>> {
        if layout::is_zst::<T>() {
            // SAFETY: RUN-2 -- the value is given up if, and only if, it is counted.
            if let Err(error) = unsafe { self.runs.count_sizeless(1) } {
                return Err(Rejected::new(value, error));
            }
            core::mem::forget(value);
            return Ok(NonNull::dangling());
        }
        if self.slot().is_none() {
            if let Err(error) = self.runs.reserve(Self::ELEM, 1) {
                return Err(Rejected::new(value, error));
            }
        }
        // SAFETY: TYPED-1 -- there is room now, if not before, and the slot is the next one.
        Ok(unsafe { self.fill_slot(self.runs.window().cast(), value) })
    }

    /// The elements, for a wrapper that hands out no exclusive references.
    #[inline]
    pub(in crate::arena) const fn runs(&self) -> &Runs<A> {
        &self.runs
    }

    /// Drops all elements, first to last, and keeps the chunks for those to come.
    ///
    /// If a drop panics, the others are dropped all the same, and the arena is empty.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::TypedArena;
    ///
    /// let mut arena = TypedArena::new();
    /// let first = std::ptr::from_mut(arena.alloc(1));
    /// arena.clear();
    /// assert!(arena.is_empty());
    /// assert_eq!(std::ptr::from_mut(arena.alloc(2)), first);
    /// ```
    pub fn clear(&mut self) {
        self.runs.drop_elements();
    }

    /// Moves the elements into a [`Vec`], in the order in which they were added. O(n).
    ///
    /// # Panics
    ///
    /// When they take more than `isize::MAX` bytes together.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::TypedArena;
    ///
    /// let arena = TypedArena::new();
    /// arena.alloc("a");
    /// arena.alloc("b");
    /// assert_eq!(arena.into_vec(), ["a", "b"]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn into_vec(self) -> Vec<T, A> {
        let len = self.len();
        let mut vec = Vec::with_capacity_in(len, self.allocator());
        // SAFETY: TYPED-2 -- the arena is not used while it is walked.
        let mut walk = unsafe { Walk::<T, A>::new(&self.runs) };
        let spare = vec.spare_capacity_mut();
        for slot in spare.iter_mut().take(len) {
            if let Some(from) = walk.next() {
                // SAFETY: RUN-2 -- a live element, which is forgotten below and moves.
                slot.write(unsafe { from.read() });
            }
        }
        // INVARIANT: RUN-2 -- the elements have one owner again; nothing has unwound since the first
        // one was read.
        self.runs.forget_elements();
        // SAFETY: VEC-2 -- the walk has told `len` elements, which are in the first slots.
        unsafe { vec.set_len(len) };
        // Freed while `vec` has an owner, in case the allocator unwinds.
        self.runs.free();
        let (ptr, len, cap, _) = vec.into_parts_with_alloc();
        let alloc = self.runs.into_allocator();
        // SAFETY: VEC-2, BUF-1 -- the parts of a vector whose handle referred to this allocator.
        unsafe { Vec::from_parts_in(ptr, len, cap, alloc) }
    }
}

impl<T> Default for TypedArena<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T, A: Allocator> fmt::Debug for TypedArena<T, A> {
    /// Says how many elements there are: they may be borrowed, so it can't look at them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TypedArena")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

// SAFETY: TYPED-1, CHUNK-1 -- the chunks have one owner, so that sending the arena sends the
// elements and the handle; references to elements keep it from being sent.
unsafe impl<T: Send, A: Allocator + Send> Send for TypedArena<T, A> {}

/// As for an owner of `T`; its pointers alone would ask for `RefUnwindSafe`.
impl<T: UnwindSafe, A: Allocator + UnwindSafe> UnwindSafe for TypedArena<T, A> {}
