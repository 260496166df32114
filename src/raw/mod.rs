//! Layer 1: memory.
//!
//! What this layer promises upward: a buffer frees exactly the block that it allocated, with the
//! layout that it allocated it with; it moves bytes when it grows, and never looks at them; it runs
//! no code of `T`. It does run code of the allocator, which may unwind at any call: no field
//! changes before such a call has returned. An allocator whose `grow` or `shrink` unwinds must
//! therefore have left the old block as it was.
//!
//! What it asks of the layer above: to know which slots hold live values. This layer does not know.

pub(crate) mod alloc;
#[cfg(any(target_has_atomic = "64", feature = "portable-atomic"))]
pub(crate) mod atomic;
pub(crate) mod block;
pub(crate) mod buf;
pub(crate) mod chunk;
pub(crate) mod clone;
pub(crate) mod erase;
pub(crate) mod fit;
pub(crate) mod guard;
pub(crate) mod layout;
pub(crate) mod range;
