//! std's cells. What stable std lacks is written by other means; it is what std documents for its nightly methods.

use std::mem::forget;

pub(crate) use std::cell::{Cell, LazyCell, OnceCell, Ref, RefCell, RefMut};

#[path = "apply.rs"]
mod apply;
pub(crate) use apply::run;

fn leak<'b, T>(guard: Ref<'b, T>) -> &'b T {
    let value = std::ptr::from_ref(&*guard);
    forget(guard);
    // SAFETY: the borrow goes on for as long as there is the cell.
    unsafe { &*value }
}

fn leak_mut<'b, T>(mut guard: RefMut<'b, T>) -> &'b mut T {
    let value = std::ptr::from_mut(&mut *guard);
    forget(guard);
    // SAFETY: the borrow goes on for as long as there is the cell.
    unsafe { &mut *value }
}

fn try_map<'b, T, U>(
    guard: Ref<'b, T>,
    f: impl FnOnce(&T) -> Result<&U, u8>,
) -> Result<Ref<'b, U>, (Ref<'b, T>, u8)> {
    let mut error = 0;
    Ref::filter_map(guard, |value| f(value).map_err(|e| error = e).ok())
        .map_err(|guard| (guard, error))
}

fn try_map_mut<'b, T, U>(
    guard: RefMut<'b, T>,
    f: impl FnOnce(&mut T) -> Result<&mut U, u8>,
) -> Result<RefMut<'b, U>, (RefMut<'b, T>, u8)> {
    let mut error = 0;
    RefMut::filter_map(guard, |value| f(value).map_err(|e| error = e).ok())
        .map_err(|guard| (guard, error))
}

fn try_insert<T>(cell: &OnceCell<T>, value: T) -> Result<&T, (&T, T)> {
    match cell.set(value) {
        Ok(()) => Ok(cell.get().expect("it was just set")),
        Err(value) => Err((cell.get().expect("it was set before"), value)),
    }
}

fn get_or_try_init<T>(cell: &OnceCell<T>, f: impl FnOnce() -> Result<T, u8>) -> Result<&T, u8> {
    if cell.get().is_none() {
        assert!(cell.set(f()?).is_ok(), "reentrant init");
    }
    Ok(cell.get().expect("it is set"))
}

fn get_mut_or_init<T>(cell: &mut OnceCell<T>, f: impl FnOnce() -> T) -> &mut T {
    let _ = cell.get_or_init(f);
    cell.get_mut().expect("it is set")
}

fn get_mut_or_try_init<T>(
    cell: &mut OnceCell<T>,
    f: impl FnOnce() -> Result<T, u8>,
) -> Result<&mut T, u8> {
    get_or_try_init(cell, f)?;
    Ok(cell.get_mut().expect("it is set"))
}

fn lazy_into_inner<T, F: FnOnce() -> T>(cell: LazyCell<T, F>, see: impl FnOnce(&T)) {
    see(LazyCell::get(&cell).expect("the value was there before"));
}
