//! [`SharedArena`]: a typed arena that hands out shared references, and so can be looked through.
//!
//! # Invariants
//!
//! * `SHARED-1`: while the arena is shared, nobody has an exclusive reference to an element.

use core::alloc::Layout;
use core::fmt;
use core::ops::Index;
use core::ptr::NonNull;

use super::{IterMut, TypedArena};
use crate::alloc::{Allocator, Global, TryReserveError};
use crate::fallible::Rejected;
use crate::raw::chunk::Walk;
use crate::raw::layout;
use crate::vec::Vec;

/// An arena of values of one type, all of which can be seen at any time.
///
/// [`alloc`](Self::alloc) gives `&T`. In return there are [`iter`](Self::iter), also while elements
/// are added, and [`get`](Self::get) by the number of the element: the first one is 0.
///
/// What may refer to what is as in a [`TypedArena`], which this one is made of, and so is what happens when there is no
/// memory, or when an iterator or a destructor panics.
///
/// # Examples
///
/// Adding to what is being looked through: the edges of a graph, breadth first.
///
/// ```
/// use drystone::arena::SharedArena;
///
/// let visited = SharedArena::new();
/// visited.alloc(1_u32);
/// for &node in visited.iter() {
///     for next in [2 * node, 2 * node + 1] {
///         if next < 8 {
///             visited.alloc(next);
///         }
///     }
/// }
/// assert_eq!(visited.into_vec(), [1, 2, 3, 4, 5, 6, 7]);
/// ```
pub struct SharedArena<T, A: Allocator = Global>(TypedArena<T, A>);

impl<T> SharedArena<T> {
    /// An arena without elements. Asks for no memory.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::SharedArena;
    ///
    /// assert_eq!(SharedArena::<u8>::new().len(), 0);
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
    /// use drystone::arena::SharedArena;
    ///
    /// assert_eq!(*SharedArena::with_capacity(9).alloc(1), 1);
    /// ```
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn with_capacity(n: usize) -> Self {
        Self::with_capacity_in(n, Global)
    }
}

impl<T, A: Allocator> SharedArena<T, A> {
    /// An arena without elements, in the memory of `alloc`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, arena::SharedArena};
    ///
    /// let arena: SharedArena<u8, &Global> = SharedArena::new_in(&Global);
    /// assert!(arena.is_empty());
    /// ```
    #[inline]
    #[must_use]
    pub const fn new_in(alloc: A) -> Self {
        // INVARIANT: SHARED-1 -- there is no element, and no method gives out an exclusive reference
        // to one, but by `&mut self`.
        Self(TypedArena::new_in(alloc))
    }

    /// An arena with room for `n` elements, in the memory of `alloc`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, arena::SharedArena};
    ///
    /// assert_eq!(*SharedArena::with_capacity_in(9, Global).alloc(1), 1);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn with_capacity_in(n: usize, alloc: A) -> Self {
        Self(TypedArena::with_capacity_in(n, alloc))
    }

    /// The allocator.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, arena::SharedArena};
    ///
    /// assert_eq!(SharedArena::<u8>::new().allocator(), &Global);
    /// ```
    #[inline]
    pub const fn allocator(&self) -> &A {
        self.0.allocator()
    }

    /// How many elements there are. O(1).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::SharedArena;
    ///
    /// let arena = SharedArena::new();
    /// arena.alloc('a');
    /// assert_eq!(arena.len(), 1);
    /// ```
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no element.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::SharedArena;
    ///
    /// assert!(SharedArena::<u8>::new().is_empty());
    /// ```
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Moves a value into the arena; its number is the [`len`](Self::len) before. O(1) amortised.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::SharedArena;
    ///
    /// let arena = SharedArena::new();
    /// let stone = arena.alloc("cope");
    /// assert!(std::ptr::eq(stone, arena.get(0).unwrap()));
    /// ```
    #[inline]
    pub fn alloc(&self, value: T) -> &T {
        let at = self.0.place(value);
        // SAFETY: SHARED-1 -- live as long as the arena is borrowed, and never borrowed exclusively
        // meanwhile.
        unsafe { at.as_ref() }
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
    /// use drystone::arena::SharedArena;
    ///
    /// assert_eq!(SharedArena::new().try_alloc(1), Ok(&1));
    /// ```
    #[inline]
    pub fn try_alloc(&self, value: T) -> Result<&T, Rejected<T>> {
        let at = self.0.try_place(value)?;
        // SAFETY: SHARED-1 -- as in `alloc`.
        Ok(unsafe { at.as_ref() })
    }

    /// Moves the items of an iterator into the arena, side by side, as
    /// [`TypedArena::alloc_extend`].
    ///
    /// # Panics
    ///
    /// When the iterator promises more than `isize::MAX` bytes of items.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::SharedArena;
    ///
    /// let arena = SharedArena::new();
    /// let word = arena.alloc_extend("wall".chars());
    /// assert_eq!(arena.get(1), word.get(1));
    /// ```
    #[track_caller]
    pub fn alloc_extend<I: IntoIterator<Item = T>>(&self, iterable: I) -> &[T] {
        match self.try_alloc_extend(iterable) {
            Ok(slice) => slice,
            Err(error) => error.raise(),
        }
    }

    /// [`alloc_extend`](Self::alloc_extend), or the reason why not.
    ///
    /// # Errors
    ///
    /// As [`TypedArena::try_alloc_extend`].
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::SharedArena;
    ///
    /// assert!(SharedArena::new().try_alloc_extend(0_u64..u64::MAX).is_err());
    /// ```
    pub fn try_alloc_extend<I>(&self, iterable: I) -> Result<&[T], TryReserveError>
    where
        I: IntoIterator<Item = T>,
    {
        let slice = self.0.try_place_all(iterable)?;
        // SAFETY: SHARED-1 -- as in `alloc`.
        Ok(unsafe { slice.as_ref() })
    }

    /// Makes the current chunk have room for `n` elements more, side by side.
    ///
    /// # Panics
    ///
    /// When that would be more than `isize::MAX` bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::SharedArena;
    ///
    /// SharedArena::<u8>::new().reserve_extend(100);
    /// ```
    #[track_caller]
    pub fn reserve_extend(&self, n: usize) {
        self.0.reserve_extend(n);
    }

    /// [`reserve_extend`](Self::reserve_extend), or the reason why not.
    ///
    /// # Errors
    ///
    /// As [`TypedArena::try_reserve_extend`].
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::SharedArena;
    ///
    /// assert!(SharedArena::<u8>::new().try_reserve_extend(100).is_ok());
    /// ```
    pub fn try_reserve_extend(&self, n: usize) -> Result<(), TryReserveError> {
        self.0.try_reserve_extend(n)
    }

    /// The element with this number. O(log n), and mostly O(1): it is looked for from the newest
    /// chunk on, and each is twice as large as the one before, except where an iterator has added to
    /// the arena that it was just filling, which may take a small chunk each time.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::SharedArena;
    ///
    /// let arena = SharedArena::new();
    /// arena.alloc_extend(10..2000);
    /// assert_eq!(arena.get(1000), Some(&1010));
    /// assert_eq!(arena.get(1990), None);
    /// ```
    #[inline]
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&T> {
        let at = if layout::is_zst::<T>() {
            (index < self.len()).then_some(NonNull::dangling())
        } else {
            let at = self.0.runs().find(index, Layout::new::<T>());
            at.map(NonNull::cast)
        };
        // SAFETY: RUN-2, SHARED-1 -- a live element, which nobody borrows exclusively.
        at.map(|at: NonNull<T>| unsafe { at.as_ref() })
    }

    /// All elements, in the order of their numbers. Those that are added meanwhile are met as well:
    /// after a `None` there may be more.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::SharedArena;
    ///
    /// let arena = SharedArena::new();
    /// let mut iter = arena.iter();
    /// assert_eq!(iter.next(), None);
    /// arena.alloc("later");
    /// assert_eq!(iter.next(), Some(&"later"));
    /// ```
    #[inline]
    pub fn iter(&self) -> Iter<'_, T, A> {
        Iter {
            // SAFETY: TYPED-2, SHARED-1 -- elements stay where they are while the arena is borrowed.
            walk: unsafe { Walk::new(self.0.runs()) },
        }
    }

    /// All elements, to be changed.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::SharedArena;
    ///
    /// let mut arena = SharedArena::new();
    /// arena.alloc(1);
    /// arena.iter_mut().for_each(|x| *x += 1);
    /// assert_eq!(arena.get(0), Some(&2));
    /// ```
    #[inline]
    pub fn iter_mut(&mut self) -> IterMut<'_, T, A> {
        self.0.iter_mut()
    }

    /// Drops all elements, first to last, and keeps the chunks for those to come.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::SharedArena;
    ///
    /// let mut arena = SharedArena::new();
    /// arena.alloc(1);
    /// arena.clear();
    /// assert!(arena.is_empty());
    /// ```
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Moves the elements into a [`Vec`], in the order of their numbers. O(n).
    ///
    /// # Panics
    ///
    /// When they take more than `isize::MAX` bytes together.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::SharedArena;
    ///
    /// let arena = SharedArena::new();
    /// arena.alloc(1);
    /// assert_eq!(arena.into_vec(), [1]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn into_vec(self) -> Vec<T, A> {
        self.0.into_vec()
    }
}

impl<A: Allocator> SharedArena<u8, A> {
    /// A copy of a string, in the arena.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::SharedArena;
    ///
    /// assert_eq!(SharedArena::new().alloc_str("stone"), "stone");
    /// ```
    #[track_caller]
    pub fn alloc_str(&self, s: &str) -> &str {
        self.0.alloc_str(s)
    }
}

impl<T, A: Allocator> Index<usize> for SharedArena<T, A> {
    type Output = T;

    /// # Panics
    ///
    /// When there is no element with this number.
    #[track_caller]
    fn index(&self, index: usize) -> &T {
        match self.get(index) {
            Some(element) => element,
            None => panic!(
                "index out of bounds: the len is {} but the index is {index}",
                self.len()
            ),
        }
    }
}

impl<T> Default for SharedArena<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug, A: Allocator> fmt::Debug for SharedArena<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A bound of its own: an element's `Debug` could go on adding elements.
        f.debug_list()
            .entries(self.iter().take(self.len()))
            .finish()
    }
}

impl<'a, T, A: Allocator> IntoIterator for &'a SharedArena<T, A> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T, A>;

    fn into_iter(self) -> Iter<'a, T, A> {
        self.iter()
    }
}

impl<'a, T, A: Allocator> IntoIterator for &'a mut SharedArena<T, A> {
    type Item = &'a mut T;
    type IntoIter = IterMut<'a, T, A>;

    fn into_iter(self) -> IterMut<'a, T, A> {
        self.iter_mut()
    }
}

/// The elements of an arena, also those added meanwhile: [`SharedArena::iter`].
///
/// # Examples
///
/// ```
/// use drystone::arena::SharedArena;
///
/// let arena = SharedArena::new();
/// arena.alloc(1);
/// assert_eq!(arena.iter().size_hint(), (1, None));
/// ```
pub struct Iter<'a, T, A: Allocator = Global> {
    walk: Walk<'a, T, A>,
}

impl<'a, T: 'a, A: Allocator> Iterator for Iter<'a, T, A> {
    type Item = &'a T;

    #[inline]
    fn next(&mut self) -> Option<&'a T> {
        let at = self.walk.next()?;
        // SAFETY: WALK-1, SHARED-1 -- a live element, which nobody borrows exclusively.
        Some(unsafe { at.as_ref() })
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.walk.left(), None)
    }
}

impl<T, A: Allocator> fmt::Debug for Iter<'_, T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Iter")
            .field("left", &self.walk.left())
            .finish_non_exhaustive()
    }
}
