//! [`Bump`]: values of any type, allocated by moving an address, freed together.
//!
//! # Layout
//!
//! ```text
//! Bump                 chunk                         older chunk
//! ┌───────────┐        ┌──────────────────────┐      ┌───────────────┐
//! │ next ─────┼──┐     │ u8 ░ u64 │ "str" │ … │ ───▶ │ …           ░ │
//! │ end ──────┼┐ │     └──────────────────▲───▲      └───────────────┘
//! │ …         ││ └────────────────────────┘   │
//! └───────────┘└──────────────────────────────┘
//! ```
//!
//! The chunks are a `Stack`, which knows no types; where a block goes in one is decided by `raw/fit`,
//! which knows no memory. Blocks go upwards, so that the newest one can grow where it is: a vector
//! that is filled in the arena is not copied while nothing else is allocated.
//!
//! # Invariants
//!
//! * `BUMP-1`: each block that was taken from the stack is used by whoever it was given to, alone,
//!   until the arena is reset, rewound or dropped, or the scope it was taken in ends.
//! * `BUMP-2`: with a policy that runs destructors, the values that were put in have a record, and
//!   their types outlive what the policy names, which outlives the arena; they are dropped before
//!   the block is used again.
//! * `BUMP-3`: a policy that runs destructors is invariant in its lifetime and not `Send`, and `Drop`
//!   is implemented for the type that names the policy.

mod allocator;
mod chunks;
mod policy;
mod records;
mod scope;
mod slices;
mod slices_try;
mod values;

pub use self::chunks::AllocatedChunks;
pub use self::policy::{DropPolicy, Forget, Holds, RefuseDrop, RunDrop};
pub use self::scope::Checkpoint;

use core::alloc::Layout;
use core::fmt;
use core::marker::PhantomData;
use core::mem::needs_drop;
use core::ptr::NonNull;

use self::records::Records;
use crate::alloc::{AllocError, Allocator, Global};
use crate::error::{TryReserveError, capacity_overflow};
use crate::raw::alloc::{dangling, refused};
use crate::raw::chunk::{CHUNK_ALIGN, Refused, Stack};
use crate::raw::layout;

/// An arena of values of any type.
///
/// `D` says what becomes of destructors: [`Forget`], [`RunDrop`] or [`RefuseDrop`]. `MIN_ALIGN`, a
/// power of two up to 16, is the alignment that every block has at least: sizes are rounded up to
/// it, and for types that need no more, allocating is an addition and a comparison.
///
/// A `&Bump` is an [`Allocator`], so that this crate's and hashbrown's collections can live in one.
///
/// # Panics and leaks
///
/// Methods without `try_` call the allocation error hook, which aborts by default, when the
/// allocator has no chunk, and panic at the [limit](Bump::set_allocation_limit) and past
/// `isize::MAX` bytes. A constructor that panics leaves a block that is not used until the arena is
/// reset. When a destructor panics, the others are run all the same.
///
/// # Differences from `bumpalo` 3
///
/// * What happens to destructors is chosen by a type: [`Forget`], as there, is the default.
/// * Blocks are aligned to 8 bytes or more by default; `Bump<Forget, Global, 1>` packs bytes.
/// * [`reset`](Bump::reset) keeps all chunks; [`shrink_to_fit`](Bump::shrink_to_fit) gives back those
///   that are not in use.
/// * The [limit](Bump::set_allocation_limit) counts all bytes that the allocator was asked for.
/// * Chunks are filled upwards, so the newest block grows in place, and
///   [`iter_allocated_chunks`](Bump::iter_allocated_chunks) tells the oldest value of a chunk first.
/// * Errors of `try_` methods are [`AllocError`], and there are [scopes](Bump::scope).
///
/// # Examples
///
/// A tree whose nodes and lists of children are in one arena:
///
/// ```
/// use drystone::{arena::Bump, cell::RefCell, vec::Vec};
///
/// struct Node<'a> {
///     name: &'a str,
///     children: RefCell<Vec<&'a Node<'a>, &'a Bump>>,
/// }
///
/// fn node<'a>(bump: &'a Bump, name: &str) -> &'a Node<'a> {
///     let children = RefCell::new(Vec::new_in(bump));
///     bump.alloc(Node { name: bump.alloc_str(name), children })
/// }
///
/// let bump = Bump::new();
/// let root = node(&bump, "root");
/// root.children.borrow_mut().push(node(&bump, "leaf"));
/// assert_eq!(root.children.borrow()[0].name, "leaf");
/// assert_eq!(root.name, "root");
/// ```
pub struct Bump<D: DropPolicy = Forget, A: Allocator = Global, const MIN_ALIGN: usize = 8> {
    records: Records,
    stack: Stack<A>,
    _policy: PhantomData<D>,
}

impl Bump {
    /// An arena without chunks. Asks for no memory.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// assert_eq!(bump.allocated_bytes(), 0);
    /// assert_eq!(*bump.alloc(7), 7);
    /// ```
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self::new_in(Global)
    }

    /// An arena with a chunk for at least so many bytes.
    ///
    /// # Panics
    ///
    /// When that would be more than `isize::MAX` bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// assert!(Bump::with_capacity(1000).chunk_capacity() >= 1000);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn with_capacity(capacity: usize) -> Self {
        Self::with_capacity_in(capacity, Global)
    }

    /// [`with_capacity`](Self::with_capacity), or an error.
    ///
    /// # Errors
    ///
    /// When the chunk can't be had.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// assert!(Bump::try_with_capacity(usize::MAX).is_err());
    /// ```
    pub fn try_with_capacity(capacity: usize) -> Result<Self, AllocError> {
        Self::try_with_capacity_in(capacity, Global)
    }
}

impl<D: DropPolicy, A: Allocator, const MIN_ALIGN: usize> Bump<D, A, MIN_ALIGN> {
    /// An arena without chunks, in the memory of `alloc`, with the policy and the minimum alignment
    /// that the type names.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, arena::{Bump, Forget}};
    ///
    /// let bytes = Bump::<Forget, Global, 1>::new_in(Global);
    /// let (a, b) = (bytes.alloc(1_u8), bytes.alloc(2_u8));
    /// assert_eq!(std::ptr::from_mut(b).addr() - std::ptr::from_mut(a).addr(), 1);
    /// ```
    #[inline]
    #[must_use]
    pub const fn new_in(alloc: A) -> Self {
        const {
            assert!(
                MIN_ALIGN.is_power_of_two() && MIN_ALIGN <= CHUNK_ALIGN,
                "the minimum alignment must be a power of two up to 16"
            );
        }
        Self {
            records: Records::new(),
            stack: Stack::new_in(alloc),
            _policy: PhantomData,
        }
    }

    /// An arena with a chunk for at least so many bytes, in the memory of `alloc`.
    ///
    /// # Panics
    ///
    /// When that would be more than `isize::MAX` bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, arena::{Bump, RefuseDrop}};
    ///
    /// let bump = Bump::<RefuseDrop>::with_capacity_in(64, Global);
    /// assert!(bump.chunk_capacity() >= 64);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn with_capacity_in(capacity: usize, alloc: A) -> Self {
        let bump = Self::new_in(alloc);
        match bump.reserve(capacity) {
            Ok(()) => bump,
            Err(error) => fail(error),
        }
    }

    /// [`with_capacity_in`](Self::with_capacity_in), or an error.
    ///
    /// # Errors
    ///
    /// When the chunk can't be had.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, arena::{Bump, RefuseDrop}};
    ///
    /// assert!(Bump::<RefuseDrop>::try_with_capacity_in(64, Global).is_ok());
    /// ```
    pub fn try_with_capacity_in(capacity: usize, alloc: A) -> Result<Self, AllocError> {
        let bump = Self::new_in(alloc);
        bump.reserve(capacity).map_err(|_| AllocError)?;
        Ok(bump)
    }

    fn reserve(&self, capacity: usize) -> Result<(), Refused> {
        if capacity == 0 {
            return Ok(());
        }
        let layout = Layout::from_size_align(capacity, 1).map_err(|_| Refused::Overflow)?;
        self.stack.open(layout)
    }

    /// The allocator that the chunks come from.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, arena::Bump};
    ///
    /// assert_eq!(Bump::new().allocator(), &Global);
    /// ```
    #[inline]
    pub fn allocator(&self) -> &A {
        self.stack.allocator()
    }

    /// The alignment that every block has at least, in bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// assert_eq!(Bump::new().min_align(), 8);
    /// ```
    #[inline]
    #[must_use]
    pub const fn min_align(&self) -> usize {
        MIN_ALIGN
    }

    /// Ends all values: runs their destructors if that is the policy, and makes their memory free to
    /// be used again. All chunks are kept, and the largest is used first.
    ///
    /// O(1) with [`Forget`] when there is one chunk.
    ///
    /// # Panics
    ///
    /// When a destructor does, after all others have run; the memory is then not yet free.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let mut bump = Bump::new();
    /// let first = std::ptr::from_mut(bump.alloc(1));
    /// bump.reset();
    /// assert_eq!(std::ptr::from_mut(bump.alloc(2)), first);
    /// ```
    #[inline]
    pub fn reset(&mut self) {
        if D::RUNS {
            self.records.run_until(None);
        }
        // BUMP-1: nobody has a block, since the arena is borrowed exclusively.
        self.stack.reset();
    }

    /// A block of a layout, which no method of the arena knows a type for.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Layout, arena::Bump};
    ///
    /// let bump = Bump::new();
    /// let block = bump.alloc_layout(Layout::new::<[u64; 512]>());
    /// assert!(block.cast::<u64>().is_aligned());
    /// ```
    #[inline]
    #[track_caller]
    pub fn alloc_layout(&self, layout: Layout) -> NonNull<u8> {
        match self.block(layout) {
            Ok(block) => block,
            Err(error) => fail(error),
        }
    }

    /// [`alloc_layout`](Self::alloc_layout), or an error.
    ///
    /// # Errors
    ///
    /// When a chunk is needed and can't be had.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Layout, arena::Bump};
    ///
    /// let huge = Layout::from_size_align(isize::MAX as usize, 1).unwrap();
    /// assert!(Bump::new().try_alloc_layout(huge).is_err());
    /// ```
    #[inline]
    pub fn try_alloc_layout(&self, layout: Layout) -> Result<NonNull<u8>, AllocError> {
        self.block(layout).map_err(|_| AllocError)
    }

    /// A block of a layout that is known at run time.
    #[inline(always)]
    fn block(&self, layout: Layout) -> Result<NonNull<u8>, Refused> {
        match self.stack.take_any::<MIN_ALIGN>(layout) {
            Some(block) => Ok(block),
            None => self.block_from_new_chunk(layout),
        }
    }

    #[cold]
    #[inline(never)]
    fn block_from_new_chunk(&self, layout: Layout) -> Result<NonNull<u8>, Refused> {
        if layout.size() == 0 {
            return Ok(dangling(layout));
        }
        self.stack.take_from_new_chunk::<MIN_ALIGN>(layout)
    }

    /// Whether values of `T` get a record.
    #[inline(always)]
    const fn records<T>() -> bool {
        D::RUNS && needs_drop::<T>()
    }

    /// Room for one value and its record, if the window has it.
    #[inline(always)]
    fn slot<T>(&self) -> Option<Slots<T>> {
        if Self::records::<T>() {
            let layout = records::layout::<T>(1).ok()?;
            let block = self.stack.take::<MIN_ALIGN>(layout)?;
            // SAFETY: BUMP-1 -- the block has this layout.
            Some(unsafe { Slots::recorded(block) })
        } else if layout::is_zst::<T>() {
            Some(Slots::plain(NonNull::<T>::dangling().cast()))
        } else {
            let block = self.stack.take::<MIN_ALIGN>(Layout::new::<T>())?;
            Some(Slots::plain(block))
        }
    }

    /// Room for `len` values and their record.
    #[inline(always)]
    fn slots<T>(&self, len: usize) -> Result<Slots<T>, Refused> {
        if Self::records::<T>() && len > 0 {
            let block = self.block(records::layout::<T>(len)?)?;
            // SAFETY: BUMP-1 -- the block has this layout.
            Ok(unsafe { Slots::recorded(block) })
        } else {
            let layout = layout::array(Layout::new::<T>(), len)?;
            Ok(Slots::plain(self.block(layout)?))
        }
    }

    /// Gives the values of some slots over to the records.
    ///
    /// # Safety
    ///
    /// * (a) The slots are this arena's, the first `len` of them are written, and nobody else drops
    ///   the values.
    #[inline(always)]
    unsafe fn publish<T>(&self, slots: Slots<T>, len: usize) {
        if Self::records::<T>() && len > 0 {
            // INVARIANT: BUMP-2 -- published after the write.
            // SAFETY: RECORD-1 -- by (a); the block was made with room for a record.
            unsafe { self.records.publish::<T>(slots.block, len) };
        }
    }
}

/// Room for values, behind a record if they need one.
struct Slots<T> {
    block: NonNull<u8>,
    values: NonNull<T>,
}

impl<T> Copy for Slots<T> {}

impl<T> Clone for Slots<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Slots<T> {
    #[inline(always)]
    const fn plain(block: NonNull<u8>) -> Self {
        Self {
            block,
            values: block.cast(),
        }
    }

    /// # Safety
    ///
    /// * (a) The block has the layout of a record and values of `T`.
    #[inline(always)]
    unsafe fn recorded(block: NonNull<u8>) -> Self {
        Self {
            block,
            // SAFETY: RECORD-1 -- by (a).
            values: unsafe { records::values::<T>(block) },
        }
    }
}

/// Refuses at build time what a policy refuses. Called in a constant by every public method, so that
/// the compiler names the caller.
const fn admit<D: DropPolicy, T>() {
    assert!(
        !(D::REFUSES && needs_drop::<T>()),
        "this arena runs no destructors and refuses types that have one"
    );
}

/// Ends a call that can't return the refusal.
#[cold]
#[inline(never)]
#[track_caller]
fn fail(error: Refused) -> ! {
    match error {
        Refused::Overflow => capacity_overflow(),
        Refused::Limit => panic!("the arena's allocation limit is reached"),
        Refused::Allocator(layout) => refused(layout),
    }
}

impl From<TryReserveError> for Refused {
    /// Only layouts past `isize::MAX` are refused where no allocator is asked.
    #[inline]
    fn from(_: TryReserveError) -> Self {
        Self::Overflow
    }
}

// On the type that names the policy, so that the drop check knows that destructors may run.
// INVARIANT: BUMP-3.
impl<D: DropPolicy, A: Allocator, const MIN_ALIGN: usize> Drop for Bump<D, A, MIN_ALIGN> {
    #[inline]
    fn drop(&mut self) {
        if D::RUNS {
            // The chunks go afterwards, also if this unwinds.
            self.records.run_until(None);
        }
    }
}

// SAFETY: BUMP-1, BUMP-3 -- references into the arena keep it from being sent, so that nobody looks
// at the values again; those with destructors to be run are not `Send`, by their policy.
unsafe impl<D: DropPolicy + Send, A: Allocator + Send, const MIN_ALIGN: usize> Send
    for Bump<D, A, MIN_ALIGN>
{
}

impl<D: DropPolicy, const MIN_ALIGN: usize> Default for Bump<D, Global, MIN_ALIGN> {
    fn default() -> Self {
        Self::new_in(Global)
    }
}

impl<D: DropPolicy, A: Allocator, const MIN_ALIGN: usize> fmt::Debug for Bump<D, A, MIN_ALIGN> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bump")
            .field("allocated_bytes", &self.allocated_bytes())
            .field("chunk_capacity", &self.chunk_capacity())
            .finish_non_exhaustive()
    }
}
