//! Longer histories: random operations, replayed against a `Vec`.

use drystone::arena::SharedArena;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, TestRunner};
use quickcheck::QuickCheck;

use crate::support::feed::{Data, Feed, Hint};
use crate::support::heap::{Handle, Heap, Manner};
use crate::support::probe::{Align64, Elem, Probe, Token};
use crate::support::scale::scale;
use crate::support::world::World;

/// Two bytes are one operation.
fn replay<T: Elem>(bytes: &[u8]) {
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

#[test]
fn random_histories_of_a_shared_arena() {
    let mut config = Config::with_cases(u32::try_from(scale(1_500, 2)).expect("few"));
    config.failure_persistence = None;
    let bytes = vec(any::<u8>(), 0..scale(160, 40));
    let result = TestRunner::new(config).run(&bytes, |bytes| {
        replay::<Probe>(&bytes);
        replay::<Probe<Align64>>(&bytes);
        replay::<Token>(&bytes);
        replay::<u8>(&bytes);
        replay::<String>(&bytes);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn histories_of_arenas_that_quickcheck_draws() {
    fn law(bytes: Vec<u8>) -> bool {
        replay::<Probe>(&bytes);
        replay::<u64>(&bytes);
        true
    }
    let tests = scale(500, 2) as u64;
    QuickCheck::new()
        .tests(tests)
        .min_tests_passed(tests)
        .quickcheck(law as fn(Vec<u8>) -> bool);
}
