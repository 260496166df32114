//! Collections of this crate, of std's shape and of hashbrown, in the memory of a `Bump`.

use drystone::arena::{Bump, TypedArena};
use drystone::boxed::Box as StoneBox;
use drystone::rc::Rc;
use drystone::vec::Vec as Stone;
use hashbrown::{DefaultHashBuilder, HashMap};

use crate::support::heap::{Handle, Heap, Manner};
use crate::support::probe::{Elem, Probe};
use crate::support::scale::scale;
use crate::support::world::World;

#[test]
fn collections_of_this_crate_live_in_a_bump() {
    let mut world = World::new();
    world.run(|| {
        let bump = Bump::new();
        let mut v = Stone::new_in(&bump);
        let mut boxes = Stone::new_in(&bump);
        for i in 0..100 {
            v.push(Probe::<()>::new(i));
            boxes.push(StoneBox::new_in(Probe::<()>::new(i), &bump));
        }
        let rc = Rc::new_in(Probe::<()>::new(7), &bump);
        let weak = Rc::downgrade(&rc);
        let also = Rc::clone(&rc);
        drop((rc, boxes.split_off(50)));
        assert_eq!(also.value(), 7);
        drop(also);
        assert!(weak.upgrade().is_none());
        assert!(v.iter().zip(&boxes).all(|(x, y)| x.value() == y.value()));
        let slice = v.into_boxed_slice();
        assert_eq!(slice.len(), 100);
        let leaked = StoneBox::leak(StoneBox::new_in(5_u8, &bump));
        assert_eq!(*leaked, 5);
        // An arena in an arena.
        let typed = TypedArena::new_in(&bump);
        typed.alloc_extend((0..100).map(Probe::<()>::new));
        bump.scope(|inner| {
            let words = TypedArena::new_in(inner);
            assert_eq!(words.alloc_str("inner"), "inner");
        });
        assert_eq!(typed.into_vec()[99].value(), 99);
    });
    world.finish();
}

#[test]
fn hashbrown_and_other_users_of_the_trait_live_in_a_bump() {
    let handle = Handle::new(Heap::new(Manner::Moving));
    {
        let bump = Bump::<drystone::arena::Forget, _>::new_in(handle.another());
        let mut map: HashMap<u32, &str, DefaultHashBuilder, _> = HashMap::new_in(&bump);
        let count = scale(2000, 60) as u32;
        for i in 0..count {
            map.insert(i, bump.alloc_str(&i.to_string()));
        }
        for i in (0..count).step_by(3) {
            assert_eq!(map.remove(&i).map(str::parse), Some(Ok(i)));
        }
        assert!(map.iter().all(|(k, v)| v.parse() == Ok(*k)));
        assert!(!map.is_empty());
        let mut other = allocator_api2::vec::Vec::new_in(&bump);
        other.extend(0..100_u64);
        other.shrink_to_fit();
        assert_eq!(other.iter().sum::<u64>(), 4950);
        let boxed = allocator_api2::boxed::Box::new_in([1_u8; 300], &bump);
        assert_eq!(boxed[299], 1);
    }
    handle.heap().finish();
}
