//! What happens when the global allocator fails. (In the making.)
fn main() {}
