mod kit;
mod lying_iterators;
mod panic_safety;
mod zst;
