#![forbid(unsafe_code)]
//! [`Origin`]: the map that a key is of, known in builds with debug assertions alone.

/// The map that made a key, or none that is known.
///
/// Without debug assertions it has no size, and agrees with every other.
#[derive(Copy, Clone)]
pub(super) struct Origin {
    /// The number of the map, unless it is that of `UNKNOWN` or `READ`.
    #[cfg(debug_assertions)]
    map: u32,
}

impl Origin {
    /// A key that was made otherwise than by a map; a map that has made no key.
    pub(super) const UNKNOWN: Self = Self {
        #[cfg(debug_assertions)]
        map: 0,
    };

    /// A map that was read as data, and its keys. Those of the map that was written are its keys as well, so that it agrees with
    /// every key, before it makes its first one and after.
    #[cfg(feature = "serde")]
    pub(super) const READ: Self = Self {
        #[cfg(debug_assertions)]
        map: u32::MAX,
    };

    /// Whether it tells one map from the others.
    #[cfg(debug_assertions)]
    #[inline(always)]
    fn is_known(self) -> bool {
        !matches!(self.map, 0 | u32::MAX)
    }

    /// Gives the map a number, unless it has one, or was read.
    #[inline(always)]
    pub(super) fn settle(&mut self) {
        #[cfg(debug_assertions)]
        if self.map == 0 {
            self.map = next();
        }
    }

    /// Takes the number of the first key with one that comes along.
    #[inline(always)]
    pub(super) fn adopt(&mut self, key: Self) {
        #[cfg(debug_assertions)]
        if !self.is_known() {
            self.map = key.map;
        }
        #[cfg(not(debug_assertions))]
        let _ = key;
    }

    /// # Panics
    ///
    /// With debug assertions, when both are known and differ.
    #[inline(always)]
    #[track_caller]
    pub(super) fn check(self, key: Self) {
        #[cfg(debug_assertions)]
        assert!(
            self.map == key.map || !self.is_known() || !key.is_known(),
            "a key of another slot map was used"
        );
        #[cfg(not(debug_assertions))]
        let _ = key;
    }
}

/// A number that no map has yet, until all of 32 bits were given out: after that a mix-up may go unnoticed.
#[cfg(all(debug_assertions, target_has_atomic = "32"))]
fn next() -> u32 {
    use core::sync::atomic::{AtomicU32, Ordering};

    static LAST: AtomicU32 = AtomicU32::new(0);
    // Relaxed: only the number itself matters, and a read-modify-write gives each one out once.
    LAST.fetch_add(1, Ordering::Relaxed).wrapping_add(1)
}

/// Without atomic read-modify-writes, maps aren't told apart.
#[cfg(all(debug_assertions, not(target_has_atomic = "32")))]
fn next() -> u32 {
    0
}
