//! Scopes: what is allocated in one is gone at its end, and the memory is the arena's again.
//!
//! A scope gets an arena of its own, to which this one lends the unused rest of its chunk. Both can be
//! used meanwhile: this one opens another chunk when it needs one, so that a vector in it may grow
//! inside of a scope and keep its elements.
//!
//! # Invariants
//!
//! * `SCOPE-1`: a child is used inside of the function it was made for, by shared reference only, and
//!   ends before the loan does, also when that function unwinds.
//! * `SCOPE-2`: what a child has given out is not used after its end, except when the lender has
//!   adopted all its blocks and records.

use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;

use super::records::{Record, Records};
use super::{Bump, DropPolicy};
use crate::alloc::Allocator;
use crate::raw::chunk::{Loan, Mark, Stack};

impl<D: DropPolicy, A: Allocator, const MIN_ALIGN: usize> Bump<D, A, MIN_ALIGN> {
    /// Calls `f` with an arena of the same type, whose values end when `f` returns, and whose memory
    /// is then free to be used again.
    ///
    /// With a policy that runs destructors, those of the inner arena's values are run at the end. The
    /// outer arena stays usable inside: what is put there stays. Chunks are not given back, but kept
    /// for this and other scopes.
    ///
    /// O(1) while the inner arena needs no chunk of its own. If the outer arena is used inside, it
    /// opens a chunk, of 512 bytes at least, and the rest of the one that it has lent is not used
    /// again before a [`reset`](Bump::reset). Where that happens often, give what outlives the scopes
    /// an arena of its own.
    ///
    /// # Panics
    ///
    /// When `f` or a destructor does; the scope has then ended as well.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{arena::Bump, vec::Vec};
    ///
    /// let bump = Bump::new();
    /// let mut longest = Vec::new_in(&bump);
    /// for word in ["cope", "through", "hearting"] {
    ///     // The scratch space of each round is the same memory.
    ///     bump.scope(|scratch| {
    ///         let upper = scratch.alloc_str(word);
    ///         upper.make_ascii_uppercase();
    ///         if upper.len() > longest.len() {
    ///             longest.clear();
    ///             longest.extend_from_slice(upper.as_bytes());
    ///         }
    ///     });
    /// }
    /// assert_eq!(longest, b"HEARTING");
    /// ```
    #[inline]
    pub fn scope<R>(&self, f: impl for<'s> FnOnce(&'s Self) -> R) -> R {
        let result;
        {
            let inner = self.inner();
            result = f(&inner.child);
        }
        // Not the block's value: what a block ends with is lost when a destructor unwinds there.
        result
    }

    /// Calls `f` with an arena of the same type. What `f` returns stays, together with everything else
    /// in the inner arena; when `f` returns an error or panics, all of it ends.
    ///
    /// What stays counts as newer than what `f` has put into the outer arena meanwhile: its destructors, where
    /// they are run, come first.
    ///
    /// # Errors
    ///
    /// That of `f`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// let parse = |text: &str| {
    ///     bump.try_keep(|bump| {
    ///         let numbers = bump.alloc_slice_fill_copy(text.split(' ').count(), 0);
    ///         for (slot, word) in numbers.iter_mut().zip(text.split(' ')) {
    ///             *slot = word.parse::<i32>()?;
    ///         }
    ///         Ok::<_, std::num::ParseIntError>(numbers)
    ///     })
    /// };
    /// assert_eq!(parse("1 2 3"), Ok(&mut [1, 2, 3][..]));
    /// let used = bump.used_bytes();
    /// assert!(parse("1 2 x").is_err());
    /// assert_eq!(bump.used_bytes(), used);
    /// ```
    #[inline]
    #[expect(
        clippy::mut_from_ref,
        reason = "each call returns what the inner arena has given out: BUMP-1"
    )]
    pub fn try_keep<T: ?Sized, E>(
        &self,
        f: impl for<'s> FnOnce(&'s Self) -> Result<&'s mut T, E>,
    ) -> Result<&mut T, E> {
        let kept;
        {
            let inner = self.inner();
            kept = f(&inner.child).map(NonNull::<T>::from);
            if kept.is_ok() {
                inner.keep();
            }
        }
        // SAFETY: SCOPE-2 -- it was borrowed for as long as the child lasted, from the child, whose
        // blocks are this arena's now, or from something that lasts longer.
        kept.map(|mut kept| unsafe { kept.as_mut() })
    }

    /// An arena that the rest of this one's chunk is lent to.
    #[inline]
    fn inner(&self) -> Inner<'_, D, A, MIN_ALIGN> {
        // SAFETY: STACK-5, SCOPE-1 -- an `Inner` drops the stack before the loan, and borrows this
        // arena, so that it neither goes nor moves meanwhile; it is never forgotten.
        let (stack, loan) = unsafe { self.stack.lend() };
        Inner {
            child: ManuallyDrop::new(Self {
                records: Records::new(),
                stack,
                _policy: PhantomData,
            }),
            loan,
            lender: self,
        }
    }

    /// The state of now, to [go back](Self::rewind) to.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// let before = bump.checkpoint();
    /// bump.alloc(7);
    /// // SAFETY: the number is not used any more.
    /// unsafe { bump.rewind(before) };
    /// assert_eq!(bump.used_bytes(), 0);
    /// ```
    #[inline]
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            mark: self.stack.mark(),
            newest: self.records.newest(),
        }
    }

    /// Ends all values since a checkpoint, runs their destructors if that is the policy, and keeps the
    /// chunks. [`scope`](Self::scope) and [`try_keep`](Self::try_keep) do the same safely.
    ///
    /// # Safety
    ///
    /// * (a) The checkpoint is one of this very arena, which has since then neither been reset, nor
    ///   gone back to an earlier checkpoint.
    /// * (b) Nothing that was allocated since then is used any more, nor given back to the arena as
    ///   an allocator; no block that was there before has been resized or given back.
    /// * (c) No scope of the arena is running, unless the checkpoint is one of the inner arena, and none that was running when
    ///   the checkpoint was made has ended: what [`try_keep`](Self::try_keep) keeps counts as allocated at its end.
    ///
    /// # Examples
    ///
    /// See [`checkpoint`](Self::checkpoint).
    pub unsafe fn rewind(&self, checkpoint: Checkpoint) {
        if D::RUNS {
            self.records.run_until(checkpoint.newest);
        }
        // SAFETY: STACK-1, BUMP-1 -- the caller's promises are passed on.
        unsafe { self.stack.rewind(checkpoint.mark) };
    }
}

/// A child, and what it has borrowed, which ends last.
struct Inner<'a, D: DropPolicy, A: Allocator, const MIN_ALIGN: usize> {
    /// Has no allocator of its own to be dropped.
    child: ManuallyDrop<Bump<D, A, MIN_ALIGN>>,
    loan: Loan<'a, A>,
    lender: &'a Bump<D, A, MIN_ALIGN>,
}

impl<D: DropPolicy, A: Allocator, const MIN_ALIGN: usize> Inner<'_, D, A, MIN_ALIGN> {
    /// Makes all that the child has given out the lender's, so that nothing of it ends with the child.
    #[inline]
    fn keep(&self) {
        // INVARIANT: SCOPE-2 -- records and blocks have another owner before the child ends.
        if D::RUNS {
            self.lender.records.adopt(&self.child.records);
        }
        self.lender.stack.adopt(&self.child.stack, &self.loan);
    }
}

impl<D: DropPolicy, A: Allocator, const MIN_ALIGN: usize> Drop for Inner<'_, D, A, MIN_ALIGN> {
    #[inline]
    fn drop(&mut self) {
        /// Also when a destructor unwinds.
        struct End<'a, A: Allocator>(&'a Stack<A>);
        impl<A: Allocator> Drop for End<'_, A> {
            #[inline]
            fn drop(&mut self) {
                self.0.end();
            }
        }
        let _end = End(&self.child.stack);
        if D::RUNS {
            self.child.records.run_until(None);
        }
    }
}

/// A state of an arena: [`Bump::checkpoint`].
///
/// # Examples
///
/// See [`Bump::checkpoint`].
#[derive(Copy, Clone)]
pub struct Checkpoint {
    mark: Mark,
    newest: Option<NonNull<Record>>,
}

impl fmt::Debug for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checkpoint").finish_non_exhaustive()
    }
}
