//! One owner or several of a value, in one thread: what every rival can do.

use super::subject::Arc;
use crate::harness::{Case, Meter, PARITY, batch, keep, keep_memory, opaque, opaque_mut, repeat};

/// What is wanted, as ratios to std: two locked instructions for the last drop become one, and a sole owner is recognised
/// by a load.
const NEW: f64 = 0.75;
const CLONE: f64 = 0.75;
const SOLE: f64 = 0.1;
const SHARED: f64 = 0.8;
const UNWRAP: f64 = 0.55;

pub(crate) const CASES: &[Case] = &[
    Case::new("arc_new_drop_u64", 1, NEW, new_drop_u64),
    Case::new("arc_new_drop_string", 1, NEW, new_drop_string),
    Case::new("arc_new_drop_48B", 1, NEW, new_drop_48),
    Case::new("arc_clone_drop", 1, CLONE, clone_drop),
    Case::new("arc_clone_drop_string", 1, CLONE, clone_drop_string),
    Case::new("arc_clone_1e3_drop_1e3", 1_000, PARITY, clone_many),
    Case::new("arc_deref", 1, PARITY, deref),
    Case::new("arc_get_mut", 1, SOLE, get_mut),
    Case::new("arc_make_mut_sole", 1, SOLE, make_mut_sole),
    Case::new("arc_make_mut_shared", 1, SHARED, make_mut_shared),
    Case::new("arc_try_unwrap", 1, UNWRAP, try_unwrap),
    Case::new("arc_try_unwrap_shared", 1, PARITY, try_unwrap_shared),
    Case::new("arc_list_1e3_build_drop", 1_000, PARITY, list_build_drop),
    Case::new("arc_tree_1e5_build_drop", 100_000, PARITY, tree_build_drop),
    Case::new("arc_map_1e3_insert", 1_000, PARITY, map_insert),
];

fn new_drop_u64(m: &mut Meter) {
    repeat!(m, || {
        let arc = Arc::new(opaque(1) as u64);
        keep_memory(&raw const *arc);
    });
}

fn new_drop_string(m: &mut Meter) {
    repeat!(m, || {
        let arc = Arc::new(String::new());
        keep_memory(&raw const *arc);
    });
}

fn new_drop_48(m: &mut Meter) {
    repeat!(m, || {
        let arc = Arc::new([opaque(1) as u64; 6]);
        keep_memory(&raw const *arc);
    });
}

fn clone_drop(m: &mut Meter) {
    let mut arc = Arc::new(1_u64);
    repeat!(m, || {
        let mut also = Arc::clone(opaque_mut(&mut arc));
        keep_memory(&raw const *opaque_mut(&mut also));
    });
}

fn clone_drop_string(m: &mut Meter) {
    let mut arc = Arc::new(String::new());
    repeat!(m, || {
        let mut also = Arc::clone(opaque_mut(&mut arc));
        keep_memory(&raw const *opaque_mut(&mut also));
    });
}

fn clone_many(m: &mut Meter) {
    let mut arc = Arc::new(1_u64);
    let mut all = Vec::with_capacity(1_000);
    repeat!(m, || {
        all.extend((0..opaque(1_000)).map(|_| Arc::clone(opaque_mut(&mut arc))));
        opaque_mut(&mut all).clear();
    });
}

fn deref(m: &mut Meter) {
    let mut arc = Arc::new(1_u64);
    repeat!(m, || {
        keep(**opaque_mut(&mut arc));
    });
}

fn get_mut(m: &mut Meter) {
    let mut arc = Arc::new(1_u64);
    repeat!(m, || {
        if let Some(value) = Arc::get_mut(opaque_mut(&mut arc)) {
            *value += 1;
        }
    });
}

fn make_mut_sole(m: &mut Meter) {
    let mut arc = Arc::new(1_u64);
    repeat!(m, || {
        *Arc::make_mut(opaque_mut(&mut arc)) += 1;
    });
}

fn make_mut_shared(m: &mut Meter) {
    let mut arc = Arc::new(1_u64);
    repeat!(m, || {
        let mut also = Arc::clone(opaque_mut(&mut arc));
        *Arc::make_mut(&mut also) += 1;
        keep_memory(&raw const *also);
    });
}

fn try_unwrap(m: &mut Meter) {
    batch!(m, || Arc::new(opaque(1) as u64), |arc| Arc::try_unwrap(arc)
        .ok());
}

fn try_unwrap_shared(m: &mut Meter) {
    let arc = Arc::new(1_u64);
    batch!(m, || Arc::clone(&arc), |also| Arc::try_unwrap(also)
        .is_err());
}

struct Node {
    value: u64,
    next: Option<Arc<Node>>,
}

/// The drop runs through the list, one inside the other.
fn list_build_drop(m: &mut Meter) {
    repeat!(m, || {
        let mut head = None;
        for value in 0..opaque(1_000) as u64 {
            head = Some(Arc::new(Node { value, next: head }));
        }
        let first = opaque_mut(&mut head).as_ref().expect("there are many");
        keep(first.value + u64::from(first.next.is_some()));
    });
}

struct Branch {
    value: u64,
    children: [Option<Arc<Branch>>; 2],
}

fn tree(nodes: u64) -> Option<Arc<Branch>> {
    (nodes > 0).then(|| {
        let left = (nodes - 1) / 2;
        Arc::new(Branch {
            value: nodes,
            children: [tree(left), tree(nodes - 1 - left)],
        })
    })
}

fn tree_build_drop(m: &mut Meter) {
    repeat!(m, || {
        let mut root = tree(opaque(100_000) as u64);
        let first = opaque_mut(&mut root).as_ref().expect("there are many");
        keep(first.value + u64::from(first.children[0].is_some()));
    });
}

/// A persistent map: an unbalanced search tree that is copied where it is shared, and changed in place where it is not.
#[derive(Clone)]
struct Entry {
    key: u64,
    value: u64,
    below: [Option<Arc<Entry>>; 2],
}

fn insert(place: &mut Option<Arc<Entry>>, key: u64, value: u64) {
    match place {
        None => {
            let below = [None, None];
            *place = Some(Arc::new(Entry { key, value, below }));
        }
        Some(entry) => {
            let entry = Arc::make_mut(entry);
            if entry.key == key {
                entry.value = value;
            } else {
                insert(&mut entry.below[usize::from(entry.key < key)], key, value);
            }
        }
    }
}

/// Every sixteenth version is kept until sixteen later ones are there.
fn map_insert(m: &mut Meter) {
    repeat!(m, || {
        let (mut map, mut kept) = (None, None);
        for n in 0..opaque(1_000) as u64 {
            insert(&mut map, n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48, n);
            if n % 16 == 0 {
                kept = map.clone();
            }
        }
        let first = opaque_mut(&mut map).as_ref().expect("there are many");
        keep(first.value + u64::from(kept.is_some()));
    });
}
