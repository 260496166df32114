//! What a `Bump` gives out, where it lies, and what memory it takes for that.

use std::mem::MaybeUninit;
use std::ptr;

use drystone::alloc::{AllocError, Allocator, Global, Layout};
use drystone::arena::{Bump, Forget, Holds, RunDrop, TypedArena};
use drystone::vec::Vec as Stone;

use super::{BUMP_HEADER, Wide, Wider};
use crate::support::catch::catch;
use crate::support::heap::{Handle, Heap, Manner, Trouble};
use crate::support::probe::Elem;
use crate::support::scale::scale;

type Arena<D = Forget, const M: usize = 8> = Bump<D, Handle, M>;

fn run(manner: Manner, test: impl FnOnce(&Handle)) {
    let handle = Handle::new(Heap::new(manner));
    test(&handle);
    handle.heap().finish();
}

fn filled<A: Allocator>(bytes: std::ops::Range<u8>, alloc: A) -> Stone<u8, A> {
    let mut v = Stone::new_in(alloc);
    v.extend(bytes);
    v
}

#[test]
fn an_empty_bump_asks_for_no_memory() {
    run(Manner::Moving, |handle| {
        let mut bump = Arena::<Forget>::new_in(handle.another());
        let _: &mut () = bump.alloc(());
        assert!(ptr::from_ref(bump.alloc([0_u128; 0])).is_aligned());
        assert!(bump.alloc_slice_copy::<u64>(&[]).is_empty());
        assert_eq!(bump.alloc_str(""), "");
        assert_eq!(bump.alloc_slice_fill_with(1000, |_| ()).len(), 1000);
        assert!(
            bump.alloc_layout(Layout::from_size_align(0, 4096).expect("small"))
                .addr()
                .get()
                >= 4096
        );
        bump.reset();
        bump.shrink_to_fit();
        bump.scope(|inner| assert_eq!(*inner.alloc([(); 3]), [(); 3]));
        assert_eq!((bump.used_bytes(), bump.chunk_capacity()), (0, 0));
        assert_eq!(bump.iter_allocated_chunks().count(), 0);
        drop(bump);
        assert_eq!(handle.heap().calls(), 0);
    });
}

#[test]
fn blocks_of_every_size_and_alignment_do_not_overlap() {
    fn one<const M: usize>(handle: &Handle) {
        let bump = Arena::<Forget, M>::new_in(handle.another());
        let mut blocks: Vec<(&mut [u8], u8)> = Vec::new();
        let sizes = [1, 2, 7, 8, 9, 24, 100, 511, 512, 513, scale(5000, 600)];
        for (n, size) in (0_u8..).zip(sizes.into_iter().cycle().take(scale(120, 24))) {
            let align = 1 << (n % 14);
            let layout = Layout::from_size_align(size, align).expect("small");
            let block = bump.alloc_layout(layout);
            assert_eq!(block.addr().get() % align.max(M), 0);
            // SAFETY: the block is `size` bytes long, and ours.
            let block = unsafe {
                std::slice::from_raw_parts_mut(block.as_ptr().cast::<MaybeUninit<u8>>(), size)
            };
            block.iter_mut().for_each(|byte| {
                byte.write(n);
            });
            // SAFETY: all of it is written.
            let block = unsafe { &mut *(ptr::from_mut(block) as *mut [u8]) };
            blocks.push((block, n));
        }
        for (block, n) in &blocks {
            assert!(
                block.iter().all(|byte| byte == n),
                "a block of {}",
                block.len()
            );
        }
    }
    for manner in Manner::ALL.into_iter().take(scale(4, 1)) {
        run(manner, |handle| {
            one::<1>(handle);
            one::<2>(handle);
            one::<8>(handle);
            one::<16>(handle);
        });
    }
}

#[test]
fn values_are_where_they_must_be() {
    let bump = Bump::<Forget, Global, 1>::new_in(Global);
    let byte = ptr::from_mut(bump.alloc(1_u8)).addr();
    assert_eq!(ptr::from_mut(bump.alloc(2_u8)).addr(), byte + 1);
    let word = ptr::from_mut(bump.alloc(3_u64));
    assert_eq!(word.addr(), (byte + 2).next_multiple_of(align_of::<u64>()));
    let big = bump.alloc(([7_u8; 3], [] as [Wider; 0]));
    assert!(ptr::from_ref(big).is_aligned());
    let also = bump.alloc(([8_u8; 3], [] as [Wide; 0]));
    assert!(ptr::from_ref(also).is_aligned());
    assert_eq!((big.0, also.0), ([7; 3], [8; 3]));
    assert_eq!((Bump::new().min_align(), bump.min_align()), (8, 1));
    assert_eq!(size_of::<&Bump>(), size_of::<usize>());
}

#[test]
fn refused_at_the_edges_of_size() {
    let bump = Bump::new();
    let huge = Layout::from_size_align(isize::MAX as usize, 1).expect("just fits");
    assert_eq!(bump.try_alloc_layout(huge), Err(AllocError));
    let aligned = Layout::from_size_align(isize::MAX as usize - 4095, 4096).expect("just fits");
    assert_eq!(bump.try_alloc_layout(aligned), Err(AllocError));
    assert!(bump.try_alloc_slice_fill_copy(usize::MAX, 0_u16).is_err());
    assert!(
        bump.try_alloc_slice_fill_copy(isize::MAX as usize / 8, 0_u64)
            .is_err()
    );
    assert!(catch(|| bump.alloc_slice_fill_copy(usize::MAX, 0_u16).len()).is_err());
    assert!(Bump::try_with_capacity(isize::MAX as usize).is_err());
    assert!(catch(|| Bump::with_capacity(usize::MAX)).is_err());
    assert_eq!(bump.allocated_bytes(), 0);
    assert_eq!(*bump.alloc(1), 1);
}

#[test]
fn nothing_is_made_where_there_is_no_room() {
    let bump = Bump::new();
    bump.set_allocation_limit(Some(0));
    let never = |_: usize| -> Result<u8, ()> { unreachable!("there is no room") };
    assert!(bump.try_alloc_slice_try_fill_with(1, never).is_err());
    assert!(catch(|| bump.alloc_slice_try_fill_with(1, never).is_ok()).is_err());
    let never = || [()].iter().map(|()| never(0));
    assert!(bump.try_alloc_slice_try_fill_iter(never()).is_err());
    assert!(catch(|| bump.alloc_slice_try_fill_iter(never()).is_ok()).is_err());
    assert_eq!(bump.try_alloc_forget(1), Err(AllocError));
    assert!(catch(|| *bump.alloc_forget(1)).is_err());
}

#[test]
fn slices_of_every_kind() {
    fn one<D: Holds<u8> + Holds<String>>(bump: &Bump<D, Handle>) {
        let src = ["a", "", "long enough to own memory"].map(str::to_owned);
        assert_eq!(bump.alloc_slice_clone(&src), src);
        assert_eq!(bump.try_alloc_slice_clone(&src[..1]).unwrap(), ["a"]);
        assert_eq!(bump.alloc_slice_copy(b"bytes"), b"bytes");
        assert_eq!(bump.alloc_slice_fill_clone(2, &src[0]), ["a", "a"]);
        assert_eq!(bump.alloc_slice_fill_default::<String>(2), ["", ""]);
        assert_eq!(bump.alloc_slice_fill_iter(src.clone()), src);
        assert_eq!(
            bump.alloc_slice_fill_with(3, |i| i.to_string()),
            ["0", "1", "2"]
        );
        assert_eq!(bump.alloc_slice_fill_copy(3, 7_u8), [7; 3]);
        assert_eq!(bump.try_alloc_slice_copy(b"bytes").unwrap(), b"bytes");
        let made = bump.try_alloc_slice_fill_clone(2, &src[0]);
        assert_eq!(made.unwrap(), ["a", "a"]);
        let made = bump.try_alloc_slice_fill_default::<String>(2);
        assert_eq!(made.unwrap(), ["", ""]);
        let before = bump.used_bytes();
        assert!(bump.alloc_slice_fill_default::<String>(0).is_empty());
        assert_eq!(bump.used_bytes(), before, "nothing has no destructor");
        let made = bump.try_alloc_slice_fill_with(2, |i| i.to_string());
        assert_eq!(made.unwrap(), ["0", "1"]);
        let made =
            bump.alloc_slice_try_fill_with(3, |i| if i < 3 { Ok(src[i].clone()) } else { Err(i) });
        assert_eq!(made.unwrap(), src);
        let parsed = |texts: [&'static str; 3]| texts.map(str::parse::<u8>);
        assert_eq!(
            bump.alloc_slice_try_fill_iter(parsed(["1", "2", "3"]))
                .unwrap(),
            [1, 2, 3]
        );
        let made = bump.try_alloc_slice_try_fill_iter(parsed(["1", "2", "3"]));
        assert_eq!(made.unwrap().unwrap(), [1, 2, 3]);
        let two = |i: usize| if i < 2 { Ok(src[i].clone()) } else { Err(i) };
        let made = bump.try_alloc_slice_try_fill_with(2, two);
        assert_eq!(made.unwrap().unwrap(), &src[..2]);
        let before = bump.used_bytes();
        assert_eq!(bump.alloc_slice_try_fill_with(3, two), Err(2));
        assert_eq!(bump.try_alloc_slice_try_fill_with(3, two).unwrap(), Err(2));
        assert!(
            bump.alloc_slice_try_fill_iter(parsed(["1", "", "3"]))
                .is_err()
        );
        let failed = bump.try_alloc_slice_try_fill_iter(parsed(["1", "", "3"]));
        assert!(failed.unwrap().is_err());
        assert_eq!(bump.used_bytes(), before, "their places are free again");
    }
    run(Manner::Moving, |handle| {
        one(&Arena::<RunDrop<'static>>::new_in(handle.another()));
    });
    // What an iterator says of itself is not believed.
    struct Lies(usize, u8);
    impl Iterator for Lies {
        type Item = u8;
        fn next(&mut self) -> Option<u8> {
            self.1 = self.1.checked_sub(1)?;
            Some(self.1)
        }
    }
    impl ExactSizeIterator for Lies {
        fn len(&self) -> usize {
            self.0
        }
    }
    let bump = Bump::new();
    assert_eq!(bump.alloc_slice_fill_iter(Lies(2, 9)), [8, 7]);
    assert!(catch(|| bump.alloc_slice_fill_iter(Lies(3, 2)).len()).is_err());
    let fallible = |lies: Lies| {
        bump.alloc_slice_try_fill_iter(lies.map(Ok::<_, ()>))
            .map(|made| made.len())
    };
    assert_eq!(fallible(Lies(2, 9)), Ok(2));
    assert!(catch(|| fallible(Lies(3, 2))).is_err());
    assert!(bump.try_alloc_slice_fill_iter(Lies(usize::MAX, 2)).is_err());
}

#[test]
fn constructors_that_use_the_arena_or_fail() {
    run(Manner::Adjacent, |handle| {
        let bump = Arena::<Forget>::new_in(handle.another());
        // Deep enough to go through several chunks, inside out.
        fn nested(bump: &Arena, depth: u64) -> u64 {
            *bump.alloc_with(|| {
                depth
                    + if depth == 0 {
                        0
                    } else {
                        nested(bump, depth - 1)
                    }
            })
        }
        assert_eq!(nested(&bump, 100), 5050);
        let used = bump.used_bytes();
        assert_eq!(bump.alloc_try_with(|| Err::<u64, _>("no")), Err("no"));
        assert_eq!(bump.used_bytes(), used);
        // With something behind it, its place is lost and nothing else.
        let mut kept = None;
        let failed = bump.alloc_try_with(|| {
            kept = Some(bump.alloc(7_u64));
            Err::<u64, _>("no")
        });
        assert_eq!(failed, Err("no"));
        assert_eq!(bump.used_bytes(), used + 16);
        assert_eq!(*bump.alloc(8_u64), 8);
        assert_eq!(kept, Some(&mut 7));
        assert!(catch(|| *bump.alloc_with(|| -> u64 { panic!("no value") })).is_err());
        assert_eq!(bump.try_alloc_try_with(|| Ok::<_, ()>(9)), Ok(Ok(&mut 9)));
        assert_eq!(bump.try_alloc_with(|| 10), Ok(&mut 10));
    });
}

#[test]
fn the_newest_block_grows_and_shrinks_where_it_is() {
    for manner in Manner::ALL.into_iter().take(scale(4, 2)) {
        run(manner, |handle| {
            let bump = Arena::<Forget>::new_in(handle.another());
            let mut v = Stone::with_capacity_in(4, &bump);
            v.extend(0..4_u64);
            let at = v.as_ptr();
            v.reserve_exact(20);
            assert_eq!(v.as_ptr(), at);
            assert_eq!(bump.used_bytes(), 8 * 24);
            v.shrink_to_fit();
            assert_eq!((v.as_ptr(), bump.used_bytes()), (at, 32));
            // With another block behind it, it moves, and its old place stays as it is.
            let other = bump.alloc(7_u64);
            v.reserve_exact(10);
            assert_ne!(v.as_ptr(), at);
            assert_eq!(*other, 7);
            assert_eq!(v, [0, 1, 2, 3]);
            // Through many chunks.
            v.extend(4..scale(1000, 200) as u64);
            assert!(v.iter().zip(0..).all(|(x, y)| *x == y));
            let used = bump.used_bytes();
            let small = Stone::<u8, _>::with_capacity_in(5, &bump);
            assert_eq!(bump.used_bytes(), used + 8);
            drop(small);
            assert_eq!(bump.used_bytes(), used);
            v.truncate(1);
            v.shrink_to_fit();
            assert_eq!(v, [0]);
        });
    }
}

/// The block of another chunk may end where this one begins.
#[test]
fn the_block_of_a_neighbouring_chunk_is_not_the_newest() {
    run(Manner::Adjacent, |handle| {
        let bump = Arena::<Forget, 1>::new_in(handle.another());
        let mut v = Stone::<u8, _>::new_in(&bump);
        // Fills the first chunk to its end; then a chunk is opened right behind it.
        v.reserve_exact(1);
        let room = bump.chunk_capacity();
        v.reserve_exact(room + 1);
        assert_eq!(bump.chunk_capacity(), 0);
        v.extend((0..=room).map(|i| i as u8));
        let other = bump.alloc_slice_copy(&[0xEE_u8; 64]);
        // Takes what is behind, so that the new chunk's window begins at its start again.
        v.reserve(64);
        v.extend([0x11; 64]);
        drop(v);
        assert_eq!(other, [0xEE; 64]);
        bump.scope(|inner| {
            // The window of the inner arena begins where the outer one's newest block ends.
            let outer = filled(0..9, &bump);
            let mut v = Stone::<u8, _>::with_capacity_in(9, inner);
            v.extend([0x22; 9]);
            drop(outer);
            v.extend([0x33; 30]);
            assert_eq!(&v[..9], [0x22; 9]);
        });
        assert_eq!(other, [0xEE; 64]);
    });
}

#[test]
fn zeroed_memory_is_zero_again() {
    let bump = Bump::new();
    let old = Layout::new::<[u8; 8]>();
    let new = Layout::new::<[u8; 40]>();
    let handle = &bump;
    let garbage = bump.alloc([0xFF_u8; 64]);
    assert_eq!(garbage[0], 0xFF);
    let mut bump_again = Bump::new();
    bump_again.alloc([0xFF_u8; 128]);
    bump_again.reset();
    let again = &bump_again;
    for handle in [handle, again] {
        let block = handle.allocate(old).expect("room").cast::<u8>();
        // SAFETY: the block is ours, and has these bytes.
        unsafe { block.write_bytes(0x11, 8) };
        // SAFETY: the block has layout `old`.
        let grown = unsafe { handle.grow_zeroed(block, old, new) }.expect("room");
        // SAFETY: the first bytes were written, the others are zeroed.
        let bytes = unsafe { grown.as_ref() };
        assert_eq!(bytes[..8], [0x11; 8]);
        assert_eq!(bytes[8..], [0; 32]);
        let zeroed = handle.allocate_zeroed(new).expect("room");
        // SAFETY: all of it is zeroed.
        assert!(unsafe { zeroed.as_ref() }.iter().all(|b| *b == 0));
        // To another alignment, and to nothing.
        let wide = Layout::from_size_align(40, 256).expect("small");
        // SAFETY: the block has layout `new`.
        let moved = unsafe { handle.grow(grown.cast(), new, wide) }.expect("room");
        assert_eq!(moved.cast::<u8>().addr().get() % 256, 0);
        let none = Layout::from_size_align(0, 256).expect("small");
        // SAFETY: the block has layout `wide`.
        let none_left =
            unsafe { handle.shrink(moved.cast(), wide, none) }.expect("no room is needed");
        assert_eq!(none_left.len(), 0);
        // SAFETY: the block has layout `none`.
        let back = unsafe { handle.grow(none_left.cast(), none, new) }.expect("room");
        assert_eq!(back.len(), 40);
    }
}

#[test]
fn resetting_keeps_the_chunks() {
    run(Manner::Moving, |handle| {
        let mut bump = Arena::<Forget>::new_in(handle.another());
        for round in 0..scale(4, 2) {
            for i in 0..63_u64 {
                assert_eq!(*bump.alloc([i; 8]), [i; 8]);
            }
            let held = bump.allocated_bytes();
            bump.reset();
            assert_eq!((bump.used_bytes(), bump.allocated_bytes()), (0, held));
            assert_eq!(handle.heap().sizes().len(), 4, "round {round}");
        }
        bump.shrink_to_fit();
        assert_eq!(handle.heap().live(), 1);
        assert_eq!(
            bump.allocated_bytes_including_metadata(),
            handle.heap().sizes()[3].0
        );
        assert_eq!(
            bump.allocated_bytes(),
            handle.heap().sizes()[3].0 - BUMP_HEADER
        );
        // A spare chunk that is large enough is taken, wherever it is among them.
        bump.alloc_slice_fill_copy(5000, 0_u8);
        bump.alloc_slice_fill_copy(20_000, 0_u8);
        bump.reset();
        let asked = handle.heap().sizes().len();
        for size in [20_000, 5000, 1000] {
            bump.alloc_slice_fill_copy(size, 1_u8);
        }
        assert_eq!(handle.heap().sizes().len(), asked);
    });
}

#[test]
fn memory_is_counted_exactly() {
    run(Manner::Moving, |handle| {
        let held = |bump: &Arena| {
            let sizes = handle.heap().sizes();
            assert_eq!(
                bump.allocated_bytes_including_metadata(),
                sizes.iter().map(|s| s.0).sum::<usize>()
            );
            let overhead = sizes.len() * BUMP_HEADER;
            assert_eq!(
                bump.allocated_bytes(),
                bump.allocated_bytes_including_metadata() - overhead
            );
        };
        let bump = Arena::<Forget>::new_in(handle.another());
        held(&bump);
        bump.alloc(1_u64);
        assert_eq!(handle.heap().sizes(), [(512, 16)]);
        assert_eq!(
            (bump.used_bytes(), bump.chunk_capacity()),
            (8, 512 - BUMP_HEADER - 8)
        );
        held(&bump);
        bump.alloc([0_u8; 500]);
        assert_eq!(bump.used_bytes(), 8 + 504);
        held(&bump);
        bump.alloc([0_u8; 100_000]);
        held(&bump);
        bump.scope(|inner| {
            inner.alloc([0_u8; 200_000]);
            held(&bump);
            held(inner);
            assert_eq!(inner.used_bytes(), 200_000);
        });
        held(&bump);
    });
}

#[test]
fn limits_are_kept_to_the_byte() {
    // Behind a first chunk of 512 bytes the sixth has room for the smallest second one, and for no byte more.
    let limits = [
        0,
        100,
        511,
        512,
        513,
        512 + BUMP_HEADER + 16,
        1000,
        4096,
        5000,
    ];
    for limit in limits.into_iter().take(scale(9, 6)) {
        run(Manner::Moving, |handle| {
            let bump = Arena::<Forget>::new_in(handle.another());
            assert_eq!(bump.allocation_limit(), None);
            bump.set_allocation_limit(Some(limit));
            assert_eq!(bump.allocation_limit(), Some(limit));
            let mut made = 0;
            while bump.try_alloc(made).is_ok() {
                made += 1_u64;
            }
            let asked: usize = handle.heap().sizes().iter().map(|size| size.0).sum();
            assert!(asked <= limit);
            assert_eq!(asked, bump.allocated_bytes_including_metadata());
            // Nothing that would have fitted was refused.
            assert!(limit - asked < BUMP_HEADER + 16);
            assert!(bump.chunk_capacity() < 8);
            // Scopes share it.
            assert!(bump.scope(|inner| inner.try_alloc(1_u64).is_err()));
            let caught = catch(|| *bump.alloc(1_u64)).expect_err("at the limit");
            assert!(caught.message.is_some_and(|text| text.contains("limit")));
            bump.set_allocation_limit(Some(limit + 100));
            assert!(bump.try_alloc(1_u64).is_ok());
            bump.set_allocation_limit(None);
            assert!(bump.try_alloc([0_u8; 10_000]).is_ok());
        });
    }
}

#[test]
fn a_refused_chunk_is_not_counted() {
    for trouble in [Trouble::Refuse, Trouble::Unwind] {
        run(Manner::Moving, |handle| {
            let bump = Arena::<Forget>::new_in(handle.another());
            bump.alloc(1_u64);
            let before = (bump.allocated_bytes(), bump.used_bytes());
            handle.heap().arm(trouble, 0);
            let big = catch(|| bump.try_alloc([0_u8; 10_000]).is_ok());
            assert!(handle.heap().disarm());
            assert_eq!(big.is_err(), trouble == Trouble::Unwind);
            assert_eq!((bump.allocated_bytes(), bump.used_bytes()), before);
            assert_eq!(*bump.alloc(2_u64), 2);
        });
    }
}

#[test]
fn chunks_are_told_newest_first() {
    let mut bump = Bump::new();
    // More than a first chunk has room for.
    let many = scale(300, 80).max(80) as u64;
    for i in 0..many {
        bump.alloc(i);
    }
    assert_eq!(
        format!("{:?}", bump.iter_allocated_chunks()),
        "AllocatedChunks { .. }"
    );
    let mut told = Vec::new();
    for chunk in bump.iter_allocated_chunks() {
        assert_eq!(chunk.len() % 8, 0);
        let words = chunk.chunks_exact(8).map(|bytes| {
            // SAFETY: only whole numbers were put in, and none of them has been changed since.
            let bytes: [u8; 8] = std::array::from_fn(|i| unsafe { bytes[i].assume_init() });
            u64::from_ne_bytes(bytes)
        });
        told.insert(0, words.collect::<Vec<_>>());
    }
    assert!(told.len() > 1);
    assert!(told.concat().into_iter().eq(0..many));
}

#[test]
fn bumps_are_sent_when_nothing_is_owed() {
    let mut bump = Bump::new();
    bump.alloc(String::new());
    let bump = std::thread::spawn(move || {
        bump.reset();
        bump
    });
    let bump = bump.join().expect("no panic");
    assert_eq!(*bump.alloc(1), 1);
    assert!(format!("{bump:?}").starts_with("Bump { allocated_bytes: "));
    let default: Bump = Bump::default();
    assert_eq!(u8::make(3).value(), *default.alloc(3_u8));
}

/// The handle stands in the arena, and its alignment must not reach the chunks.
#[derive(Clone, Copy)]
#[repr(align(256))]
struct WideHandle;

// SAFETY: blocks are those of the global heap.
unsafe impl Allocator for WideHandle {
    fn allocate(&self, layout: Layout) -> Result<ptr::NonNull<[u8]>, AllocError> {
        assert!((&raw const *self).is_aligned());
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, ptr: ptr::NonNull<u8>, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { Global.deallocate(ptr, layout) };
    }
}

#[test]
fn an_allocator_of_wide_alignment() {
    let bump = Bump::<Forget, WideHandle>::new_in(WideHandle);
    let kept: Vec<&mut u64> = (0..scale(1_000, 100) as u64)
        .map(|i| bump.alloc(i))
        .collect();
    bump.scope(|inner| assert_eq!(inner.alloc_str("dry"), "dry"));
    assert!((0..).zip(kept).all(|(i, at)| *at == i));
    let typed = TypedArena::new_in(WideHandle);
    typed.alloc_extend(0..scale(1_000, 100));
    assert_eq!(typed.len(), scale(1_000, 100));
}
