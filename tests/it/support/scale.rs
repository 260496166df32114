//! How large a test may be, here and under an interpreter.

/// `native` in an ordinary run and `miri` under Miri, times the environment's `DRYSTONE_SCALE` if it is set.
///
/// Every test size goes through this function, so that one variable makes all of them longer or shorter.
pub(crate) fn scale(native: usize, miri: usize) -> usize {
    let size = if cfg!(miri) { miri } else { native };
    let factor = std::env::var("DRYSTONE_SCALE").ok();
    match factor.and_then(|text| text.parse::<f64>().ok()) {
        // A test of size zero would pass without having looked, unless that is its size.
        Some(factor) => ((size as f64 * factor) as usize).max(size.min(1)),
        None => size,
    }
}

/// The step by which so many of the numbers up to `last` are gone through; see [`scale`].
pub(crate) fn step(last: usize, native: usize, miri: usize) -> usize {
    (last / scale(native, miri)).max(1)
}

/// All cases natively; under Miri about `under_miri` of them, spread over the whole.
pub(crate) fn cases<T>(
    all: impl IntoIterator<Item = T>,
    under_miri: usize,
) -> impl Iterator<Item = T> {
    let all: Vec<T> = all.into_iter().collect();
    let step = all.len() / scale(all.len(), under_miri).clamp(1, all.len());
    all.into_iter().step_by(step)
}
