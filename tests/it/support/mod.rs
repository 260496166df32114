//! The test kit, shared by every type and by the fuzz targets.
//!
//! * [`probe`]: elements that count what happens to them, and panic when told to;
//! * [`world`]: the ledger behind them, and the driver that tries every panic point;
//! * [`heap`]: an allocator that checks what is asked of it, and refuses or unwinds when told to;
//! * [`headed`]: an allocator whose blocks are parts of larger ones;
//! * [`feed`]: iterators, honest and lying;
//! * [`attack`]: small programs, run with every trouble there is;
//! * [`loud`]: values, blocks and handles that say when they go;
//! * [`catch`]: expected panics, caught without noise;
//! * [`scale`]: the one place that knows how large a test may be;
//! * [`model`]: per type, the operations and their replay against std.

pub(crate) mod attack;
pub(crate) mod catch;
pub(crate) mod feed;
pub(crate) mod headed;
pub(crate) mod heap;
pub(crate) mod loud;
pub(crate) mod model;
pub(crate) mod probe;
pub(crate) mod scale;
pub(crate) mod world;
