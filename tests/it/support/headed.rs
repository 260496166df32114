//! [`Headed`]: an allocator whose blocks are parts of larger ones.

use std::ptr::NonNull;

use drystone::alloc::{AllocError, Allocator, Global, Layout};

/// A heap that reads a header in front of each block it is given back.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Headed;

impl Headed {
    /// The layout of header and block, and where the block begins.
    fn around(block: Layout) -> (Layout, usize) {
        let header = Layout::new::<usize>();
        let (around, start) = header.extend(block).expect("tests ask for little");
        (around.pad_to_align(), start)
    }
}

// SAFETY: blocks are `Global`'s, given out from behind a header and given back from in front of it.
unsafe impl Allocator for Headed {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        let (around, start) = Self::around(layout);
        let base = Global.allocate(around)?.cast::<u8>();
        // SAFETY: the header lies in the new block, and is aligned.
        unsafe { base.cast::<usize>().write(start) };
        // SAFETY: the block begins `start` bytes behind the header.
        let block = unsafe { base.add(start) };
        Ok(NonNull::slice_from_raw_parts(block, layout.size()))
    }

    unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
        let (around, start) = Self::around(layout);
        // SAFETY: the block was given out from `start` bytes behind its base.
        let base = unsafe { block.sub(start) };
        // SAFETY: the header is there since `allocate`.
        assert_eq!(unsafe { base.cast::<usize>().read() }, start);
        // SAFETY: the base is a block of `Global` with this layout.
        unsafe { Global.deallocate(base, around) };
    }
}
