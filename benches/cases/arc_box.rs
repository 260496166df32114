//! A value on the heap that nothing counts: what is left of a shared one's cost when nothing is paid for sharing it.

use crate::harness::{Case, Meter, keep, keep_memory, opaque, opaque_mut, repeat};

pub(crate) const CASES: &[Case] = &[
    Case::new("arc_new_drop_u64", 1, 1.0, new_drop_u64),
    Case::new("arc_new_drop_string", 1, 1.0, new_drop_string),
    Case::new("arc_new_drop_48B", 1, 1.0, new_drop_48),
    Case::new("arc_deref", 1, 1.0, deref),
    Case::new("arc_get_mut", 1, 1.0, get_mut),
    Case::new("arc_make_mut_sole", 1, 1.0, get_mut),
];

fn new_drop_u64(m: &mut Meter) {
    repeat!(m, || {
        let value = Box::new(opaque(1) as u64);
        keep_memory(&raw const *value);
    });
}

fn new_drop_string(m: &mut Meter) {
    repeat!(m, || {
        let value = Box::new(String::new());
        keep_memory(&raw const *value);
    });
}

fn new_drop_48(m: &mut Meter) {
    repeat!(m, || {
        let value = Box::new([opaque(1) as u64; 6]);
        keep_memory(&raw const *value);
    });
}

fn deref(m: &mut Meter) {
    let mut value = Box::new(1_u64);
    repeat!(m, || keep(**opaque_mut(&mut value)));
}

fn get_mut(m: &mut Meter) {
    let mut value = Box::new(1_u64);
    repeat!(m, || **opaque_mut(&mut value) += 1);
}
