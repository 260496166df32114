#![no_main]
//! The arithmetic of windows alone, at full width, against numbers twice as wide.
#[path = "../../src/raw/fit.rs"]
mod fit;

libfuzzer_sys::fuzz_target!(|input: (usize, usize, usize, u8, u8)| {
    let (next, end, size, align, min_align) = input;
    let (align, min_align) = (1_usize << (align % 64), 1_usize << (min_align % 5));
    let next = next & !(min_align - 1);
    let at = (next as u128).next_multiple_of(align as u128);
    let to = (at + size as u128).next_multiple_of(min_align as u128);
    let expected = (to <= end as u128).then_some((at, to));
    let found = fit::fit(next, end, size, align, min_align);
    assert_eq!(found.map(|f| (f.at as u128, f.to as u128)), expected);
    let clipped = fit::clip(end, 16);
    if next <= clipped && fit::is_small(size, align, min_align) {
        let small = fit::fit_small(next, clipped, size, align, min_align);
        assert_eq!(small, fit::fit(next, clipped, size, align, min_align));
    }
});
