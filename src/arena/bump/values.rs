//! One value at a time.

use core::alloc::Layout;

use super::{Bump, DropPolicy, Holds, Slots, admit, fail, records};
use crate::alloc::{AllocError, Allocator};
use crate::arena::SMALL;
use crate::raw::chunk::Refused;
use crate::raw::layout;

impl<D: DropPolicy, A: Allocator, const MIN_ALIGN: usize> Bump<D, A, MIN_ALIGN> {
    /// Moves a value into the arena. O(1), but for the cost of a new chunk.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// let (number, letter) = (bump.alloc(1), bump.alloc('a'));
    /// *number += 1;
    /// assert_eq!((*number, *letter), (2, 'a'));
    /// ```
    #[inline(always)]
    #[expect(
        clippy::mut_from_ref,
        reason = "each call returns another block: BUMP-1"
    )]
    pub fn alloc<T>(&self, value: T) -> &mut T
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        let slot = match self.slot::<T>() {
            Some(slot) => slot,
            // A large value would be put together in memory, only because this call takes it there.
            None if size_of::<T>() <= SMALL => return self.alloc_slow(value),
            None => self.slot_or_fail(),
        };
        // SAFETY: BUMP-1 -- the slot was taken for this value.
        unsafe { self.fill(slot, value) }
    }

    /// Room for one value and its record, from another chunk.
    #[cold]
    #[inline(never)]
    #[track_caller]
    fn slot_or_fail<T>(&self) -> Slots<T> {
        match self.slot_from_new_chunk() {
            Ok(slot) => slot,
            Err(error) => fail(error),
        }
    }

    /// Writes a value to its slot.
    ///
    /// # Safety
    ///
    /// * (a) The slot is this arena's, for one value, and nobody else has it.
    #[inline(always)]
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    unsafe fn fill<T>(&self, slot: Slots<T>, value: T) -> &mut T {
        let mut at = slot.values;
        // SAFETY: BUMP-1, FIT-1 -- by (a) there is room for it, aligned.
        unsafe { at.write(value) };
        // SAFETY: BUMP-2 -- it is written, and has no other owner.
        unsafe { self.publish(slot, 1) };
        // SAFETY: BUMP-1 -- nobody else is given it while the arena is borrowed.
        unsafe { at.as_mut() }
    }

    /// [`alloc`](Self::alloc) where the window has no room: one call, with nothing behind it, so that
    /// a caller that allocates keeps its values in registers.
    #[cold]
    #[inline(never)]
    #[track_caller]
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    fn alloc_slow<T>(&self, value: T) -> &mut T {
        match self.slot_from_new_chunk::<T>() {
            // SAFETY: BUMP-1 -- the slot was taken for this value.
            Ok(slot) => unsafe { self.fill(slot, value) },
            Err(error) => fail(error),
        }
    }

    /// Room for one value and its record, from another chunk.
    #[cold]
    fn slot_from_new_chunk<T>(&self) -> Result<Slots<T>, Refused> {
        if Self::records::<T>() {
            let block = self.block_from_new_chunk(records::layout::<T>(1)?)?;
            // SAFETY: BUMP-1 -- the block has this layout.
            Ok(unsafe { Slots::recorded(block) })
        } else {
            Ok(Slots::plain(self.block_from_new_chunk(Layout::new::<T>())?))
        }
    }

    /// Room for one value and its record.
    #[inline(always)]
    fn any_slot<T>(&self) -> Result<Slots<T>, Refused> {
        match self.slot::<T>() {
            Some(slot) => Ok(slot),
            None => self.slot_from_new_chunk(),
        }
    }

    /// [`alloc`](Self::alloc), or an error; the value is dropped then.
    ///
    /// # Errors
    ///
    /// When a chunk is needed and can't be had.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// assert_eq!(Bump::new().try_alloc(7), Ok(&mut 7));
    /// ```
    #[inline]
    pub fn try_alloc<T>(&self, value: T) -> Result<&mut T, AllocError>
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        self.try_alloc_with(|| value)
    }

    /// The value that `f` makes, moved to a place that was taken before `f` ran.
    ///
    /// `f` may use the arena. If it panics, the place is not used until the arena is reset.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// assert_eq!(bump.alloc_with(|| [*bump.alloc(7); 100])[99], 7);
    /// ```
    #[inline]
    #[track_caller]
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    pub fn alloc_with<T>(&self, f: impl FnOnce() -> T) -> &mut T
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        match self.any_slot::<T>() {
            // SAFETY: BUMP-1 -- the slot was taken for this value.
            Ok(slot) => unsafe { self.fill(slot, f()) },
            Err(error) => fail(error),
        }
    }

    /// [`alloc_with`](Self::alloc_with), or an error, and `f` is not called.
    ///
    /// # Errors
    ///
    /// When a chunk is needed and can't be had.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// assert_eq!(Bump::new().try_alloc_with(|| "stone"), Ok(&mut "stone"));
    /// ```
    #[inline]
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    pub fn try_alloc_with<T>(&self, f: impl FnOnce() -> T) -> Result<&mut T, AllocError>
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        let slot = self.any_slot::<T>().map_err(|_| AllocError)?;
        // SAFETY: BUMP-1 -- the slot was taken for this value.
        Ok(unsafe { self.fill(slot, f()) })
    }

    /// The value that `f` makes, or its error; the place is then free again, if `f` has not put
    /// anything behind it.
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
    /// assert_eq!(bump.alloc_try_with(|| "7".parse()), Ok(&mut 7));
    /// assert!(bump.alloc_try_with(|| "seven".parse::<i32>()).is_err());
    /// ```
    #[inline]
    #[track_caller]
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    pub fn alloc_try_with<T, E>(&self, f: impl FnOnce() -> Result<T, E>) -> Result<&mut T, E>
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        match self.any_slot::<T>() {
            // SAFETY: BUMP-1 -- the slot was taken for this value.
            Ok(slot) => unsafe { self.fill_or_release(slot, f) },
            Err(error) => fail(error),
        }
    }

    /// [`alloc_try_with`](Self::alloc_try_with), with an error of its own when there is no memory.
    ///
    /// # Errors
    ///
    /// `Err(AllocError)` when a chunk is needed and can't be had, and `f` is not called;
    /// `Ok(Err(_))` with the error of `f`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// assert!(matches!(bump.try_alloc_try_with(|| "7".parse::<i32>()), Ok(Ok(7))));
    /// ```
    #[inline]
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    pub fn try_alloc_try_with<T, E>(
        &self,
        f: impl FnOnce() -> Result<T, E>,
    ) -> Result<Result<&mut T, E>, AllocError>
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        let slot = self.any_slot::<T>().map_err(|_| AllocError)?;
        // SAFETY: BUMP-1 -- the slot was taken for this value.
        Ok(unsafe { self.fill_or_release(slot, f) })
    }

    /// The value that `f` makes, in a slot for it, or the error of `f`; the slot is then given back.
    ///
    /// # Safety
    ///
    /// * (a) The slot is this arena's, for one value, and nobody else has it.
    #[inline(always)]
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    unsafe fn fill_or_release<T, E>(
        &self,
        slot: Slots<T>,
        f: impl FnOnce() -> Result<T, E>,
    ) -> Result<&mut T, E> {
        match f() {
            // SAFETY: BUMP-1 -- by (a).
            Ok(value) => Ok(unsafe { self.fill(slot, value) }),
            Err(error) => {
                // SAFETY: BUMP-1 -- by (a); nothing was written to it.
                unsafe { self.release(slot, 1) };
                Err(error)
            }
        }
    }

    /// Takes slots back, if they are the newest block.
    ///
    /// # Safety
    ///
    /// * (a) The slots are this arena's, for `len` values, which is more than none, and nobody has them.
    #[inline]
    pub(super) unsafe fn release<T>(&self, slots: Slots<T>, len: usize) {
        let layout = if Self::records::<T>() {
            records::layout::<T>(len)
        } else {
            layout::array(Layout::new::<T>(), len)
        };
        if let Ok(layout) = layout {
            // SAFETY: BUMP-1 -- by (a); with values there is a record, if their type has them.
            unsafe { self.give_back(slots.block, layout) };
        }
    }

    /// Moves a value into the arena, where its destructor will not be run, whatever the policy.
    ///
    /// That makes it possible to refer to other values of an arena that runs destructors: what is
    /// never looked at again need not outlive the arena.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::{alloc::Global, arena::{Bump, RunDrop}, cell::Cell};
    ///
    /// struct Node<'a> {
    ///     name: &'a String,
    ///     next: Cell<Option<&'a Node<'a>>>,
    /// }
    ///
    /// let bump = Bump::<RunDrop<'_>>::new_in(Global);
    /// // The string is freed with the arena, the nodes own nothing.
    /// let name = bump.alloc(String::from("ring"));
    /// let node: &Node = bump.alloc_forget(Node { name, next: Cell::new(None) });
    /// node.next.set(Some(node));
    /// assert_eq!(node.next.get().unwrap().name, "ring");
    /// ```
    #[inline]
    #[track_caller]
    pub fn alloc_forget<T>(&self, value: T) -> &mut T {
        match self.forgotten(value) {
            Ok(value) => value,
            Err(error) => fail(error),
        }
    }

    /// [`alloc_forget`](Self::alloc_forget), or an error; the value is dropped then.
    ///
    /// # Errors
    ///
    /// When a chunk is needed and can't be had.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// assert_eq!(Bump::new().try_alloc_forget(7), Ok(&mut 7));
    /// ```
    #[inline]
    pub fn try_alloc_forget<T>(&self, value: T) -> Result<&mut T, AllocError> {
        self.forgotten(value).map_err(|_| AllocError)
    }

    #[inline(always)]
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    fn forgotten<T>(&self, value: T) -> Result<&mut T, Refused> {
        let mut at = self.block(Layout::new::<T>())?.cast::<T>();
        // SAFETY: BUMP-1, FIT-1 -- there is room for it, aligned.
        unsafe { at.write(value) };
        // SAFETY: BUMP-1 -- nobody else is given it while the arena is borrowed.
        Ok(unsafe { at.as_mut() })
    }
}
