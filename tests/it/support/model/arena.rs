//! Histories of arenas, replayed from bytes: a `SharedArena` against a `Vec`, and a `Bump` with scopes against what is written in
//! its blocks.

use std::cell::RefCell;
use std::slice;

use drystone::alloc::Global;
use drystone::arena::{Bump, Forget, SharedArena};
use drystone::vec::Vec as Stone;

use crate::support::feed::{Data, Feed, Hint};
use crate::support::heap::{Handle, Heap, Manner};
use crate::support::probe::Elem;
use crate::support::world::World;

/// Two bytes are one operation.
pub(crate) fn typed<T: Elem>(bytes: &[u8]) {
    let handle = Handle::new(Heap::new(Manner::Adjacent));
    let mut world = World::new();
    world.run(|| {
        let mut arena = SharedArena::<T, _>::new_in(handle.another());
        let mut model = Vec::<u8>::new();
        for op in bytes.chunks_exact(2) {
            let (op, arg) = (op[0], op[1]);
            match op % 16 {
                0 if op < 64 => {
                    arena.clear();
                    model.clear();
                }
                1 if op < 128 => arena.reserve_extend(arg.into()),
                2..=6 => {
                    let data = Data {
                        len: arg % 100,
                        pattern: op.rotate_left(3) ^ arg,
                    };
                    // All but the endless one, which is refused.
                    let hint = Hint::ALL[usize::from(op >> 4) % 5];
                    arena.alloc_extend(Feed::<T>::new(data, hint, arg > 200));
                    model.extend(data.values());
                }
                7 => {
                    for (x, y) in arena.iter_mut().zip(&mut model) {
                        x.set(*y ^ 1);
                        *y ^= 1;
                    }
                }
                8 => {
                    let vec = arena.into_vec();
                    assert!(vec.len() == model.len());
                    arena = SharedArena::new_in(handle.another());
                    for x in vec {
                        arena.alloc(x);
                    }
                }
                _ => {
                    arena.alloc(T::make(arg % 4));
                    model.push(arg % 4);
                }
            }
            assert_eq!(arena.len(), model.len());
            if let Some(last) = model.len().checked_sub(1) {
                let at = usize::from(arg) % model.len();
                let zst = size_of::<T>() == 0;
                assert!(zst || arena[at].value() == model[at]);
                assert!(zst || arena[last].value() == model[last]);
            }
            assert!(arena.get(model.len()).is_none());
        }
        let zst = size_of::<T>() == 0;
        assert_eq!(arena.iter().count(), model.len());
        assert!(zst || arena.iter().map(Elem::value).eq(model.iter().copied()));
    });
    world.finish();
    handle.heap().finish();
}

/// A block of some arena: its bytes and what they must be.
type Block<'a> = (&'a mut [u8], u8);

/// Reads operations from `bytes` and applies them to an arena that has `outer` ones around it. All blocks of the arenas that are
/// alive are looked at after each operation.
fn play<'a, const M: usize>(
    bump: &'a Bump<Forget, Global, M>,
    bytes: &mut slice::Iter<'_, u8>,
    outer: &dyn Fn(u8),
    depth: usize,
) -> Result<&'a mut [u8], ()> {
    let mut blocks: Vec<Block<'a>> = Vec::new();
    let mut growing = Stone::<u8, _>::new_in(bump);
    let mut kept = 0;
    while let Some(&op) = bytes.next() {
        let &arg = bytes.next().unwrap_or(&0);
        match op % 8 {
            0 | 1 => {
                let len = usize::from(arg) * if op > 200 { 20 } else { 1 };
                blocks.push((bump.alloc_slice_fill_copy(len, op), op));
            }
            2 => growing.extend((0..arg).map(|_| 0xAB)),
            3 => growing = Stone::new_in(bump),
            4 | 5 if depth < 4 => {
                let growing = RefCell::new(&mut growing);
                let outer = |n: u8| {
                    outer(n / 2);
                    let mut growing = growing.borrow_mut();
                    growing.extend((0..n).map(|_| 0xAB));
                    if n == 77 {
                        growing.clear();
                        growing.shrink_to_fit();
                    }
                };
                if op % 8 == 4 {
                    bump.scope(|inner| {
                        let _ = play(inner, bytes, &outer, depth + 1);
                    });
                } else {
                    let result = bump.try_keep(|inner| play(inner, bytes, &outer, depth + 1));
                    if let Ok(slice) = result {
                        kept += 1;
                        blocks.push((slice, 0xCD));
                    }
                }
            }
            6 => outer(arg),
            7 if depth > 0 => {
                let last = bump.alloc_slice_fill_copy(arg.into(), 0xCD_u8);
                return if op & 8 == 0 { Ok(last) } else { Err(()) };
            }
            _ => {
                bump.alloc(u64::from(arg));
            }
        }
        for (block, fill) in &blocks {
            assert!(block.iter().all(|x| x == fill), "{op} overwrote a block");
        }
        assert!(
            growing.iter().all(|x| *x == 0xAB),
            "{op} overwrote a vector"
        );
    }
    assert!(kept <= blocks.len());
    Err(())
}

/// Plays all of `bytes`.
pub(crate) fn scopes<const M: usize>(bytes: &[u8]) {
    let bump = Bump::<Forget, Global, M>::new_in(Global);
    let _ = play(&bump, &mut bytes.iter(), &|_| (), 0);
}
