//! The crate's cells.

pub(crate) use drystone::cell::{Cell, LazyCell, OnceCell, Ref, RefCell, RefMut};

#[path = "apply.rs"]
mod apply;
pub(crate) use apply::run;

fn leak<'b, T>(guard: Ref<'b, T>) -> &'b T {
    Ref::leak(guard)
}

fn leak_mut<'b, T>(guard: RefMut<'b, T>) -> &'b mut T {
    RefMut::leak(guard)
}

fn try_map<'b, T, U>(
    guard: Ref<'b, T>,
    f: impl FnOnce(&T) -> Result<&U, u8>,
) -> Result<Ref<'b, U>, (Ref<'b, T>, u8)> {
    Ref::try_map(guard, f)
}

fn try_map_mut<'b, T, U>(
    guard: RefMut<'b, T>,
    f: impl FnOnce(&mut T) -> Result<&mut U, u8>,
) -> Result<RefMut<'b, U>, (RefMut<'b, T>, u8)> {
    RefMut::try_map(guard, f)
}

fn try_insert<T>(cell: &OnceCell<T>, value: T) -> Result<&T, (&T, T)> {
    cell.try_insert(value)
}

fn get_or_try_init<T>(cell: &OnceCell<T>, f: impl FnOnce() -> Result<T, u8>) -> Result<&T, u8> {
    cell.get_or_try_init(f)
}

fn get_mut_or_init<T>(cell: &mut OnceCell<T>, f: impl FnOnce() -> T) -> &mut T {
    cell.get_mut_or_init(f)
}

fn get_mut_or_try_init<T>(
    cell: &mut OnceCell<T>,
    f: impl FnOnce() -> Result<T, u8>,
) -> Result<&mut T, u8> {
    cell.get_mut_or_try_init(f)
}

fn lazy_into_inner<T, F: FnOnce() -> T>(cell: LazyCell<T, F>, see: impl FnOnce(&T)) {
    let Ok(value) = LazyCell::into_inner(cell) else {
        panic!("the value was there before")
    };
    see(&value);
}
