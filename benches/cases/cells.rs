//! Borrows, exchanges and first uses; and a million cells in a row.

use super::subject::{Cell, LazyCell, OnceCell, Ref, RefCell, RefMut};
use crate::harness::{
    Case, Meter, PARITY, batch, keep, keep_memory, opaque, opaque_mut, opaque_slice, repeat,
};

/// Half the bytes, where bytes are what takes time.
const SMALLER: f64 = 0.9;

pub(crate) const CASES: &[Case] = &[
    Case::new("cell_get_set", 1, PARITY, cell_get_set),
    Case::new("cell_replace", 1, PARITY, cell_replace),
    Case::new("cell_take", 1, PARITY, cell_take),
    Case::new("cell_swap", 1, PARITY, cell_swap),
    Case::new("cell_update", 1, PARITY, cell_update),
    Case::new("ref_cell_local", 1, PARITY, ref_cell_local),
    Case::new("ref_cell_borrow", 1, PARITY, borrow),
    Case::new("ref_cell_borrow_mut", 1, PARITY, borrow_mut),
    Case::new("ref_cell_try_borrow", 1, PARITY, try_borrow),
    Case::new("ref_cell_try_borrow_mut", 1, PARITY, try_borrow_mut),
    Case::new("ref_cell_refused", 1, PARITY, refused),
    Case::new("ref_map", 1, PARITY, map),
    Case::new("ref_mut_map", 1, PARITY, map_mut),
    Case::new("ref_map_split", 1, PARITY, map_split),
    Case::new("ref_clone", 1, PARITY, clone),
    Case::new("ref_cell_replace", 1, PARITY, replace),
    Case::new("ref_cell_replace_with", 1, PARITY, replace_with),
    Case::new("ref_cell_take", 1, PARITY, take),
    Case::new("ref_cell_swap", 1, PARITY, swap),
    Case::new("once_cell_get", 1, PARITY, once_get),
    Case::new("once_cell_get_or_init", 1, PARITY, once_get_or_init),
    Case::new("once_cell_first", 1, PARITY, once_first),
    Case::new("once_cell_set", 1, PARITY, once_set),
    Case::new("lazy_cell_deref", 1, PARITY, lazy_deref),
    Case::new("lazy_cell_first", 1, PARITY, lazy_first),
    Case::new("ref_cell_u32_sum_1e3", 1_000, PARITY, sum::<1_000>),
    Case::new("ref_cell_u32_sum_1e6", 1_000_000, SMALLER, sum::<1_000_000>),
    Case::new("ref_cell_u32_add_1e6", 1_000_000, SMALLER, add::<1_000_000>),
    Case::new("ref_cell_u64_sum_1e6", 1_000_000, PARITY, sum_u64),
];

/// A cell about whose state nothing is known.
fn known<T>(cell: &mut T) -> &T {
    &*opaque_mut(cell)
}

fn cell_get_set(m: &mut Meter) {
    let mut c = Cell::new(0_u64);
    repeat!(m, || {
        let c = known(&mut c);
        c.set(c.get() + 1);
    });
    keep(c.get());
}

fn cell_replace(m: &mut Meter) {
    let mut c = Cell::new(0_u64);
    repeat!(m, || keep(known(&mut c).replace(opaque(7) as u64)));
}

fn cell_take(m: &mut Meter) {
    let mut c = Cell::new(vec![1_u64]);
    repeat!(m, || {
        let c = known(&mut c);
        let v = c.take();
        keep_memory(v.as_ptr());
        c.set(v);
    });
}

fn cell_swap(m: &mut Meter) {
    let mut cells = [Cell::new(1_u64), Cell::new(2)];
    repeat!(m, || {
        let cells = known(&mut cells);
        cells[0].swap(&cells[opaque(1)]);
    });
}

fn cell_update(m: &mut Meter) {
    let mut c = Cell::new(0_u64);
    repeat!(m, || known(&mut c).update(|n| n * 3));
}

/// A cell that nobody else sees can live in registers.
fn ref_cell_local(m: &mut Meter) {
    repeat!(m, || {
        let c = RefCell::new(opaque(7) as u64);
        *c.borrow_mut() += 1;
        keep(*c.borrow());
    });
}

fn borrow(m: &mut Meter) {
    let mut c = RefCell::new(1_u64);
    repeat!(m, || keep(*known(&mut c).borrow()));
}

fn borrow_mut(m: &mut Meter) {
    let mut c = RefCell::new(1_u64);
    repeat!(m, || *known(&mut c).borrow_mut() += 1);
}

fn try_borrow(m: &mut Meter) {
    let mut c = RefCell::new(1_u64);
    repeat!(m, || {
        if let Ok(value) = known(&mut c).try_borrow() {
            keep(*value);
        }
    });
}

fn try_borrow_mut(m: &mut Meter) {
    let mut c = RefCell::new(1_u64);
    repeat!(m, || {
        if let Ok(mut value) = known(&mut c).try_borrow_mut() {
            *value += 1;
        }
    });
}

fn refused(m: &mut Meter) {
    let mut c = RefCell::new(1_u64);
    std::mem::forget(c.borrow_mut());
    repeat!(m, || {
        let c = known(&mut c);
        keep(u64::from(c.try_borrow().is_ok()) + u64::from(c.try_borrow_mut().is_ok()));
    });
}

fn map(m: &mut Meter) {
    let mut c = RefCell::new([1_u64, 2]);
    repeat!(m, || keep(
        *Ref::map(known(&mut c).borrow(), |pair| &pair[1])
    ));
}

fn map_mut(m: &mut Meter) {
    let mut c = RefCell::new([1_u64, 2]);
    repeat!(m, || *RefMut::map(known(&mut c).borrow_mut(), |pair| {
        &mut pair[1]
    }) += 1);
}

fn map_split(m: &mut Meter) {
    let mut c = RefCell::new([1_u64, 2]);
    repeat!(m, || {
        let (a, b) = Ref::map_split(known(&mut c).borrow(), |[a, b]| (a, b));
        keep(*a + *b);
    });
}

fn clone(m: &mut Meter) {
    let mut c = RefCell::new(1_u64);
    repeat!(m, || {
        let a = known(&mut c).borrow();
        let b = Ref::clone(&a);
        keep(*a + *b);
    });
}

fn replace(m: &mut Meter) {
    let mut c = RefCell::new(1_u64);
    repeat!(m, || keep(known(&mut c).replace(opaque(7) as u64)));
}

fn replace_with(m: &mut Meter) {
    let mut c = RefCell::new(1_u64);
    repeat!(m, || keep(known(&mut c).replace_with(|n| *n * 3)));
}

fn take(m: &mut Meter) {
    let mut c = RefCell::new(vec![1_u64]);
    repeat!(m, || {
        let c = known(&mut c);
        let v = c.take();
        keep_memory(v.as_ptr());
        std::mem::forget(c.replace(v));
    });
}

fn swap(m: &mut Meter) {
    let mut cells = [RefCell::new(1_u64), RefCell::new(2)];
    repeat!(m, || {
        let cells = known(&mut cells);
        cells[0].swap(&cells[opaque(1)]);
    });
}

fn once_get(m: &mut Meter) {
    let mut c = OnceCell::from(1_u64);
    repeat!(m, || keep(known(&mut c).get().copied().unwrap_or(0)));
}

fn once_get_or_init(m: &mut Meter) {
    let mut c = OnceCell::from(1_u64);
    repeat!(m, || keep(*known(&mut c).get_or_init(|| opaque(7) as u64)));
}

fn once_first(m: &mut Meter) {
    batch!(m, OnceCell::new, |mut c| {
        keep(*known(&mut c).get_or_init(|| opaque(7) as u64));
        c
    });
}

fn once_set(m: &mut Meter) {
    repeat!(m, || {
        let mut c = OnceCell::new();
        keep(u64::from(known(&mut c).set(opaque(7) as u64).is_ok()));
    });
}

fn lazy_deref(m: &mut Meter) {
    let mut c: LazyCell<u64> = LazyCell::new(|| opaque(7) as u64);
    repeat!(m, || keep(**known(&mut c)));
}

fn lazy_first(m: &mut Meter) {
    repeat!(m, || {
        let mut c: LazyCell<u64> = LazyCell::new(|| opaque(7) as u64);
        keep(**known(&mut c));
    });
}

fn sum<const N: usize>(m: &mut Meter) {
    let cells: Vec<_> = (0..N as u32).map(RefCell::new).collect();
    repeat!(m, || {
        let mut sum = 0;
        for cell in opaque_slice(&cells) {
            sum += u64::from(*cell.borrow());
        }
        keep(sum);
    });
}

fn add<const N: usize>(m: &mut Meter) {
    let cells: Vec<_> = (0..N as u32).map(RefCell::new).collect();
    repeat!(m, || {
        for cell in opaque_slice(&cells) {
            let mut value = cell.borrow_mut();
            *value = value.wrapping_add(1);
        }
    });
}

/// As large as std's: for the flag's own sake there is nothing to win here.
fn sum_u64(m: &mut Meter) {
    let cells: Vec<_> = (0..1_000_000_u64).map(RefCell::new).collect();
    repeat!(m, || {
        let mut sum = 0;
        for cell in opaque_slice(&cells) {
            sum += *cell.borrow();
        }
        keep(sum);
    });
}
