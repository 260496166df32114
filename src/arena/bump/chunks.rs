//! How much memory an arena has, how much it may have, and what lies in it.

use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::slice;

use super::{Bump, DropPolicy};
use crate::alloc::Allocator;
use crate::raw::chunk::{CHUNK_OVERHEAD, Chunk};

impl<D: DropPolicy, A: Allocator, const MIN_ALIGN: usize> Bump<D, A, MIN_ALIGN> {
    /// The bytes of all chunks, used or not, without their headers. Chunks that scopes have left are
    /// among them.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// assert_eq!(bump.allocated_bytes(), 0);
    /// bump.alloc([0_u8; 1000]);
    /// assert!(bump.allocated_bytes() >= 1000);
    /// ```
    #[must_use]
    pub fn allocated_bytes(&self) -> usize {
        self.stack.held() - self.stack.chunks() * CHUNK_OVERHEAD
    }

    /// All bytes that the allocator was asked for: the chunks with their headers.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::with_capacity(1);
    /// assert!(bump.allocated_bytes_including_metadata() > bump.allocated_bytes());
    /// ```
    #[must_use]
    pub fn allocated_bytes_including_metadata(&self) -> usize {
        self.stack.held()
    }

    /// The bytes that values take, with the gaps between them; not what is left at the end of a chunk
    /// when the arena has gone on to another. O(chunks).
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// bump.alloc(1_u64);
    /// bump.alloc(2_u8);
    /// assert_eq!(bump.used_bytes(), 16);
    /// ```
    #[must_use]
    pub fn used_bytes(&self) -> usize {
        self.stack.used()
    }

    /// How many bytes are left in the current chunk. In a scope they are lent to it, and so none.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::with_capacity(100);
    /// let before = bump.chunk_capacity();
    /// bump.alloc(1_u64);
    /// assert_eq!(bump.chunk_capacity(), before - 8);
    /// ```
    #[must_use]
    pub fn chunk_capacity(&self) -> usize {
        self.stack.room()
    }

    /// The limit on [`allocated_bytes_including_metadata`], if there is one.
    ///
    /// [`allocated_bytes_including_metadata`]: Self::allocated_bytes_including_metadata
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// assert_eq!(Bump::new().allocation_limit(), None);
    /// ```
    #[must_use]
    pub fn allocation_limit(&self) -> Option<usize> {
        Some(self.stack.limit()).filter(|limit| *limit != usize::MAX)
    }

    /// Sets the most bytes that the allocator may be asked for, headers included, or lifts the limit.
    /// A chunk is made smaller rather than refused, as long as the block that it is for fits.
    ///
    /// A limit below what the arena has already keeps it from growing. Scopes share it.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// bump.set_allocation_limit(Some(4096));
    /// while bump.try_alloc([0_u8; 100]).is_ok() {}
    /// assert!(bump.allocated_bytes_including_metadata() <= 4096);
    /// assert!(bump.used_bytes() > 3500);
    /// ```
    pub fn set_allocation_limit(&self, limit: Option<usize>) {
        self.stack.set_limit(limit.unwrap_or(usize::MAX));
    }

    /// Gives chunks that are not in use back to the allocator: those that a scope or
    /// [`reset`](Self::reset) has left.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let bump = Bump::new();
    /// bump.scope(|inner| inner.alloc_slice_fill_copy(10_000, 0_u8).len());
    /// assert!(bump.allocated_bytes() >= 10_000);
    /// bump.shrink_to_fit();
    /// assert_eq!(bump.allocated_bytes(), 0);
    /// ```
    pub fn shrink_to_fit(&self) {
        self.stack.free_spare();
    }

    /// The used bytes of each chunk, the newest chunk first; in a chunk, the oldest value first.
    ///
    /// If all values have the same type, without a destructor that this arena runs, of an alignment up to
    /// 16 and a size that is a multiple of the minimum alignment, and nothing was refused or released in
    /// between, they follow each other without gaps. Values of a larger alignment begin behind a gap, and
    /// in front of those with a destructor to be run is what the arena knows of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::Bump;
    ///
    /// let mut bump = Bump::new();
    /// bump.alloc(1_u64);
    /// bump.alloc(2_u64);
    /// let lens: Vec<usize> = bump.iter_allocated_chunks().map(<[_]>::len).collect();
    /// assert_eq!(lens, [16]);
    /// ```
    pub fn iter_allocated_chunks(&mut self) -> AllocatedChunks<'_> {
        AllocatedChunks {
            at: self.stack.newest(),
            _borrows: PhantomData,
        }
    }
}

/// The used bytes of each chunk: [`Bump::iter_allocated_chunks`].
///
/// # Examples
///
/// ```
/// use drystone::arena::Bump;
///
/// assert_eq!(Bump::new().iter_allocated_chunks().count(), 0);
/// ```
pub struct AllocatedChunks<'a> {
    at: Option<Chunk>,
    _borrows: PhantomData<&'a mut [MaybeUninit<u8>]>,
}

impl<'a> Iterator for AllocatedChunks<'a> {
    type Item = &'a [MaybeUninit<u8>];

    fn next(&mut self) -> Option<&'a [MaybeUninit<u8>]> {
        let chunk = self.at?;
        self.at = chunk.prev();
        let start = chunk.start().cast::<MaybeUninit<u8>>();
        // SAFETY: CHUNK-2, BUMP-1, LANG-12 -- these bytes are the chunk's, and nobody else has any of
        // them, since the arena is borrowed exclusively.
        Some(unsafe { slice::from_raw_parts(start.as_ptr(), chunk.used()) })
    }
}

impl FusedIterator for AllocatedChunks<'_> {}

impl fmt::Debug for AllocatedChunks<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AllocatedChunks").finish_non_exhaustive()
    }
}
