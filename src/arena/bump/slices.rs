//! Slices and strings.
//!
//! Every method takes the whole slice's place first, so that the functions and iterators that fill it
//! may use the arena; what they have made is dropped when they panic or fail.

use core::alloc::Layout;

use super::{Bump, DropPolicy, Holds, Slots, admit, fail};
use crate::alloc::{AllocError, Allocator};
use crate::raw::chunk::Refused;
use crate::raw::guard::InitGuard;

impl<D: DropPolicy, A: Allocator, const MIN_ALIGN: usize> Bump<D, A, MIN_ALIGN> {
    /// Writes `len` values that `f` makes to slots for them.
    ///
    /// # Safety
    ///
    /// * (a) The slots are this arena's, for `len` values, and nobody else has them.
    #[inline(always)]
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    pub(super) unsafe fn fill_slice<T, E>(
        &self,
        slots: Slots<T>,
        len: usize,
        mut f: impl FnMut(usize) -> Result<T, E>,
    ) -> Result<&mut [T], E> {
        // SAFETY: GUARD-1, BUMP-1 -- by (a).
        let mut guard = unsafe { InitGuard::new(slots.values) };
        for i in 0..len {
            match f(i) {
                // SAFETY: GUARD-1 -- fewer than `len` are written.
                Ok(value) => unsafe { guard.push(value) },
                Err(error) => {
                    // While the error can still be dropped, in case a destructor unwinds.
                    drop(guard);
                    drop(f);
                    return Err(error);
                }
            }
        }
        guard.finish();
        // SAFETY: BUMP-2 -- all are written, and have no other owner.
        unsafe { self.publish(slots, len) };
        let mut slice = core::ptr::NonNull::slice_from_raw_parts(slots.values, len);
        // SAFETY: BUMP-1 -- nobody else is given them while the arena is borrowed.
        Ok(unsafe { slice.as_mut() })
    }

    #[inline(always)]
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    fn slice_of<T>(&self, len: usize, mut f: impl FnMut(usize) -> T) -> Result<&mut [T], Refused> {
        let slots = self.slots::<T>(len)?;
        // SAFETY: BUMP-1 -- the slots were taken for these values.
        let slice =
            unsafe { self.fill_slice::<T, core::convert::Infallible>(slots, len, |i| Ok(f(i))) };
        match slice {
            Ok(slice) => Ok(slice),
            Err(never) => match never {},
        }
    }

    #[inline(always)]
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    fn copy_of<T: Copy>(&self, src: &[T]) -> Result<&mut [T], Refused> {
        // Without records: what is `Copy` has no destructor.
        let slots = Slots::<T>::plain(self.block(Layout::for_value(src))?);
        // SAFETY: BUMP-1 -- the slots were taken for as many values, so that they don't overlap.
        unsafe {
            slots
                .values
                .as_ptr()
                .copy_from_nonoverlapping(src.as_ptr(), src.len());
        }
        let mut slice = core::ptr::NonNull::slice_from_raw_parts(slots.values, src.len());
        // SAFETY: BUMP-1 -- nobody else is given them while the arena is borrowed.
        Ok(unsafe { slice.as_mut() })
    }

    #[inline(always)]
    fn slice_of_iter<T>(
        &self,
        mut iter: impl ExactSizeIterator<Item = T>,
    ) -> Result<&mut [T], Refused> {
        self.slice_of(iter.len(), |_| next_of(&mut iter))
    }

    #[inline(always)]
    #[expect(clippy::mut_from_ref, reason = "as of `alloc`")]
    fn str_of(&self, src: &str) -> Result<&mut str, Refused> {
        let bytes = self.copy_of(src.as_bytes())?;
        // SAFETY: LANG-13 -- the bytes of a `str`.
        Ok(unsafe { core::str::from_utf8_unchecked_mut(bytes) })
    }

    /// A copy of a slice.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// assert_eq!(bump.alloc_slice_copy(&[1, 2]), [1, 2]);
    /// ```
    #[inline]
    #[track_caller]
    pub fn alloc_slice_copy<T: Copy>(&self, src: &[T]) -> &mut [T]
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        match self.copy_of(src) {
            Ok(slice) => slice,
            Err(error) => fail(error),
        }
    }

    /// [`alloc_slice_copy`](Self::alloc_slice_copy), or an error.
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
    /// let bump = Bump::new();
    /// assert_eq!(bump.try_alloc_slice_copy(&[1, 2]).unwrap(), [1, 2]);
    /// ```
    #[inline]
    pub fn try_alloc_slice_copy<T: Copy>(&self, src: &[T]) -> Result<&mut [T], AllocError>
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        self.copy_of(src).map_err(|_| AllocError)
    }

    /// Clones of the elements of a slice.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// assert_eq!(bump.alloc_slice_clone(&[Some("a"), None]), [Some("a"), None]);
    /// ```
    #[inline]
    #[track_caller]
    pub fn alloc_slice_clone<T: Clone>(&self, src: &[T]) -> &mut [T]
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        match self.slice_of(src.len(), |i| src[i].clone()) {
            Ok(slice) => slice,
            Err(error) => fail(error),
        }
    }

    /// [`alloc_slice_clone`](Self::alloc_slice_clone), or an error.
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
    /// let bump = Bump::new();
    /// assert_eq!(bump.try_alloc_slice_clone(&[Some("a")]).unwrap(), [Some("a")]);
    /// ```
    #[inline]
    pub fn try_alloc_slice_clone<T: Clone>(&self, src: &[T]) -> Result<&mut [T], AllocError>
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        self.slice_of(src.len(), |i| src[i].clone())
            .map_err(|_| AllocError)
    }

    /// A slice of `f(0)`, `f(1)`, … up to `len` elements.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// assert_eq!(bump.alloc_slice_fill_with(3, |i| i * i), [0, 1, 4]);
    /// ```
    #[inline]
    #[track_caller]
    pub fn alloc_slice_fill_with<T>(&self, len: usize, f: impl FnMut(usize) -> T) -> &mut [T]
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        match self.slice_of(len, f) {
            Ok(slice) => slice,
            Err(error) => fail(error),
        }
    }

    /// [`alloc_slice_fill_with`](Self::alloc_slice_fill_with), or an error.
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
    /// let bump = Bump::new();
    /// assert!(bump.try_alloc_slice_fill_with(usize::MAX, |i| i).is_err());
    /// ```
    #[inline]
    pub fn try_alloc_slice_fill_with<T>(
        &self,
        len: usize,
        f: impl FnMut(usize) -> T,
    ) -> Result<&mut [T], AllocError>
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        self.slice_of(len, f).map_err(|_| AllocError)
    }

    /// A slice of `len` copies of a value.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// assert_eq!(bump.alloc_slice_fill_copy(2, 'x'), ['x', 'x']);
    /// ```
    #[inline]
    #[track_caller]
    pub fn alloc_slice_fill_copy<T: Copy>(&self, len: usize, value: T) -> &mut [T]
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        match self.slice_of(len, |_| value) {
            Ok(slice) => slice,
            Err(error) => fail(error),
        }
    }

    /// [`alloc_slice_fill_copy`](Self::alloc_slice_fill_copy), or an error.
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
    /// let bump = Bump::new();
    /// assert_eq!(bump.try_alloc_slice_fill_copy(2, 'x').unwrap(), ['x', 'x']);
    /// ```
    #[inline]
    pub fn try_alloc_slice_fill_copy<T: Copy>(
        &self,
        len: usize,
        value: T,
    ) -> Result<&mut [T], AllocError>
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        self.slice_of(len, |_| value).map_err(|_| AllocError)
    }

    /// A slice of `len` clones of a value.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// assert_eq!(bump.alloc_slice_fill_clone(2, &Some(1)), [Some(1); 2]);
    /// ```
    #[inline]
    #[track_caller]
    pub fn alloc_slice_fill_clone<T: Clone>(&self, len: usize, value: &T) -> &mut [T]
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        match self.slice_of(len, |_| value.clone()) {
            Ok(slice) => slice,
            Err(error) => fail(error),
        }
    }

    /// [`alloc_slice_fill_clone`](Self::alloc_slice_fill_clone), or an error.
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
    /// let bump = Bump::new();
    /// assert_eq!(bump.try_alloc_slice_fill_clone(1, &7).unwrap(), [7]);
    /// ```
    #[inline]
    pub fn try_alloc_slice_fill_clone<T: Clone>(
        &self,
        len: usize,
        value: &T,
    ) -> Result<&mut [T], AllocError>
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        self.slice_of(len, |_| value.clone())
            .map_err(|_| AllocError)
    }

    /// A slice of `len` default values.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// assert_eq!(bump.alloc_slice_fill_default::<u8>(3), [0; 3]);
    /// ```
    #[inline]
    #[track_caller]
    pub fn alloc_slice_fill_default<T: Default>(&self, len: usize) -> &mut [T]
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        match self.slice_of(len, |_| T::default()) {
            Ok(slice) => slice,
            Err(error) => fail(error),
        }
    }

    /// [`alloc_slice_fill_default`](Self::alloc_slice_fill_default), or an error.
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
    /// let bump = Bump::new();
    /// assert_eq!(bump.try_alloc_slice_fill_default::<u8>(3).unwrap(), [0; 3]);
    /// ```
    #[inline]
    pub fn try_alloc_slice_fill_default<T: Default>(
        &self,
        len: usize,
    ) -> Result<&mut [T], AllocError>
    where
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        self.slice_of(len, |_| T::default()).map_err(|_| AllocError)
    }

    /// The items of an iterator that knows how many it has; what it yields beyond that is not asked for.
    ///
    /// # Panics
    ///
    /// When the iterator has fewer items than its `len` says.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// assert_eq!(bump.alloc_slice_fill_iter([1, 2].into_iter().rev()), [2, 1]);
    /// ```
    #[inline]
    #[track_caller]
    pub fn alloc_slice_fill_iter<T, I>(&self, iter: I) -> &mut [T]
    where
        I: IntoIterator<Item = T, IntoIter: ExactSizeIterator>,
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        match self.slice_of_iter(iter.into_iter()) {
            Ok(slice) => slice,
            Err(error) => fail(error),
        }
    }

    /// [`alloc_slice_fill_iter`](Self::alloc_slice_fill_iter), or an error.
    ///
    /// # Panics
    ///
    /// When the iterator has fewer items than its `len` says.
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
    /// let bump = Bump::new();
    /// assert_eq!(bump.try_alloc_slice_fill_iter([1, 2]).unwrap(), [1, 2]);
    /// ```
    #[inline]
    pub fn try_alloc_slice_fill_iter<T, I>(&self, iter: I) -> Result<&mut [T], AllocError>
    where
        I: IntoIterator<Item = T, IntoIter: ExactSizeIterator>,
        D: Holds<T>,
    {
        const { admit::<D, T>() };
        self.slice_of_iter(iter.into_iter()).map_err(|_| AllocError)
    }

    /// A copy of a string.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// let text = bump.alloc_str("stone");
    /// text.make_ascii_uppercase();
    /// assert_eq!(text, "STONE");
    /// ```
    #[inline]
    #[track_caller]
    pub fn alloc_str(&self, src: &str) -> &mut str {
        match self.str_of(src) {
            Ok(slice) => slice,
            Err(error) => fail(error),
        }
    }

    /// [`alloc_str`](Self::alloc_str), or an error.
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
    /// let bump = Bump::new();
    /// assert_eq!(bump.try_alloc_str("stone").unwrap(), "stone");
    /// ```
    #[inline]
    pub fn try_alloc_str(&self, src: &str) -> Result<&mut str, AllocError> {
        self.str_of(src).map_err(|_| AllocError)
    }
}

/// The next item of an iterator that said that it has one.
#[inline(always)]
pub(super) fn next_of<I: Iterator>(iter: &mut I) -> I::Item {
    match iter.next() {
        Some(item) => item,
        None => panic!("the iterator has fewer items than its length says"),
    }
}
