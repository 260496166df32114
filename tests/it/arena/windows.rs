//! The arithmetic of windows: every case of 8 bits against a search, and the ends of wider addresses.

// The crate's own file, compiled once more: what is in it is private to the crate.
#[path = "../../../src/raw/fit.rs"]
mod fit;

use fit::{Fit, Width, clip, fit, fit_small, is_newest, is_small, up, window};

use crate::support::scale::{cases, step};

/// The powers of two that a byte holds.
const ALIGNS: [u8; 8] = [1, 2, 4, 8, 16, 32, 64, 128];

/// What `fit` must answer, in numbers that can't overflow.
fn found(next: u8, end: u8, size: u8, align: u8, min_align: u8) -> Option<Fit<u8>> {
    let (next, end, size) = (u32::from(next), u32::from(end), u32::from(size));
    let at = next.next_multiple_of(align.into());
    let to = (at + size).next_multiple_of(min_align.into());
    let narrow = |x: u32| u8::try_from(x).ok();
    (to <= end).then_some(Fit {
        at: narrow(at)?,
        to: narrow(to)?,
    })
}

#[test]
fn every_window_of_eight_bits() {
    let step = step(255, 255, 5);
    let mut cases = 0_u64;
    let mut small = 0_u64;
    for next in (0..=255).step_by(step) {
        for align in ALIGNS {
            for min_align in [1, 2, 8, 16] {
                // A window's start has the minimum alignment.
                if next % min_align != 0 {
                    continue;
                }
                for size in (0..=255).step_by(step) {
                    // The answer depends on the end by one comparison: its two sides, and the extremes.
                    let most = found(next, 255, size, align, min_align);
                    let ends = [
                        0,
                        most.map_or(next, |f| f.to.saturating_sub(1)),
                        most.map_or(255, |f| f.to),
                        255,
                    ];
                    for end in ends {
                        let expected = most.filter(|f| f.to <= end);
                        assert_eq!(fit(next, end, size, align, min_align), expected);
                        cases += 1;
                        let clipped = clip(end, 1_u8);
                        if next <= clipped && is_small(size, align, min_align) {
                            let quick = fit_small(next, clipped, size, align, min_align);
                            assert_eq!(quick, fit(next, clipped, size, align, min_align));
                            small += 1;
                        }
                    }
                }
            }
        }
    }
    println!("{cases} windows, {small} of small blocks");
    assert!(small > 0 && cases > small);
}

#[test]
fn every_address_rounded_up() {
    for addr in (0..=255_u8).step_by(step(255, 255, 51)) {
        for align in ALIGNS {
            let expected = (u32::from(addr)..).find(|x| x % u32::from(align) == 0);
            let expected = expected.and_then(|x| u8::try_from(x).ok());
            assert_eq!(up(addr, align), expected, "{addr} {align}");
            let clipped = clip(addr, align);
            assert!(clipped <= addr && clipped <= 255 - u8::MARGIN && clipped % align == 0);
            let lost = addr.min(255 - u8::MARGIN) - clipped;
            assert!(lost < align);
        }
    }
}

/// A chunk may begin so late that no window over it leaves the margin: then small blocks, whose place
/// is found without a check for overflow, must find none.
#[test]
fn memory_behind_the_last_window() {
    let mut behind = 0;
    for start in cases((0..=240_u8).step_by(16).rev(), 5) {
        for end in cases((start..=240).step_by(16), 5) {
            let (from, to) = window(start, end, 16);
            assert!(from <= to && to <= end && to <= 255 - u8::MARGIN && from % 16 == 0);
            assert!(from == start || from == to);
            behind += u32::from(from != start);
            for size in 1..=u8::MARGIN / 4 {
                for align in ALIGNS {
                    if is_small(size, align, 8) {
                        let quick = fit_small(from, to, size, align, 8);
                        assert_eq!(quick, fit(from, to, size, align, 8));
                        assert!(quick.is_none_or(|f| f.at >= start && f.to <= end));
                    }
                }
            }
        }
    }
    assert!(behind > 0);
}

#[test]
fn the_newest_block_is_told_from_a_neighbours() {
    for start in (0..=255_u8).step_by(step(255, 85, 3)) {
        for next in (start..=255).step_by(step(255, 255, 15)) {
            for at in (0..=255_u8).step_by(step(255, 85, 3)) {
                for size in [0_u8, 1, 7, 8, 100, 255] {
                    for min_align in [1_u8, 8, 16] {
                        let end = (u32::from(at) + u32::from(size))
                            .next_multiple_of(u32::from(min_align));
                        let expected = at >= start && end == u32::from(next);
                        assert_eq!(is_newest(start, next, at, size, min_align), expected);
                    }
                }
            }
        }
    }
}

#[test]
fn the_end_of_the_address_space() {
    let last = usize::MAX;
    assert_eq!(
        fit(last - 7, last, 1, 8, 1),
        Some(Fit {
            at: last - 7,
            to: last - 6
        })
    );
    assert_eq!(fit(last - 6, last, 1, 8, 1), None);
    assert_eq!(fit(16, last, last, 1, 1), None);
    assert_eq!(
        fit(16, last, isize::MAX as usize, 4096, 1).map(|f| f.at),
        Some(4096)
    );
    assert_eq!(clip(last, 16) % 16, 0);
    assert!(last - clip(last, 16) >= usize::MARGIN);
    assert!(is_small(usize::MARGIN / 4, 1, 1) && !is_small(usize::MARGIN / 4 + 1, 1, 1));
    assert!(!is_small(1, usize::MARGIN, 1));
    // Of 16 bits, the last windows of all.
    for next in (u16::MAX - 1199..=u16::MAX).step_by(8) {
        let end = clip(u16::MAX, 16);
        for size in [0, 1, 17, 255, 256] {
            for align in [1, 16, 256] {
                if next <= end && is_small(size, align, 8) {
                    assert_eq!(
                        fit_small(next, end, size, align, 8),
                        fit(next, end, size, align, 8)
                    );
                }
            }
        }
    }
}
