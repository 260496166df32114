//! Parts that leave: `retain`, `dedup`, `drain`, `splice`.

use super::subject::{Vec, vec};
use crate::harness::{Case, Meter, PARITY, batch, keep, opaque};

pub(crate) const CASES: &[Case] = &[
    // Without a branch per element, random data costs what orderly data does.
    Case::new("retain_random_1e3", 1_000, 0.3, retain_random),
    Case::new("retain_alternate_1e3", 1_000, 1.3, |m| {
        retain_if(m, |x| x % 2 == 0)
    }),
    Case::new("retain_all_1e3", 1_000, 1.1, |m| {
        retain_if(m, |x| x < 1_000_000)
    }),
    Case::new("retain_none_1e3", 1_000, 1.1, |m| {
        retain_if(m, |x| x > 1_000_000)
    }),
    Case::new(
        "retain_random_string_1e3",
        1_000,
        PARITY,
        retain_random_string,
    ),
    Case::new("dedup_pairs_1e3", 1_000, PARITY, |m| {
        dedup(m, || sequence(|i| i / 2))
    }),
    Case::new("dedup_random_1e3", 1_000, PARITY, dedup_random),
    Case::new("dedup_none_1e3", 1_000, PARITY, |m| {
        dedup(m, || sequence(|i| i))
    }),
    Case::new("drain_mid_sum_500", 500, PARITY, drain_mid_sum),
    Case::new("drain_mid_drop_16", 1, PARITY, drain_mid_drop),
    Case::new("splice_200_by_300", 300, PARITY, |m| splice(m, 300)),
    Case::new("splice_200_by_200", 200, PARITY, |m| splice(m, 200)),
    Case::new("splice_200_by_100", 100, PARITY, |m| splice(m, 100)),
];

fn sequence(value: impl Fn(u64) -> u64) -> Vec<u64> {
    let mut v = Vec::with_capacity(1_000);
    v.extend((0..1_000).map(value));
    v
}

/// A stream of bits that no branch predictor learns, since it does not come again (Marsaglia's xorshift).
fn random() -> impl FnMut() -> u64 {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state >> 16
    }
}

fn retain_random(m: &mut Meter) {
    let mut random = random();
    let fresh = || (0..1_000).map(|_| random()).collect::<Vec<u64>>();
    batch!(m, fresh, |mut v| {
        v.retain(|x| x % 2 == 0);
        v
    });
}

fn retain_if(m: &mut Meter, mut keeps: impl FnMut(u64) -> bool) {
    batch!(m, || sequence(|i| i), |mut v| {
        v.retain(|x| keeps(*x));
        v
    },);
}

fn retain_random_string(m: &mut Meter) {
    let mut random = random();
    let fresh = || (0..1_000).map(|_| random().to_string()).collect::<Vec<_>>();
    batch!(m, fresh, |mut v| {
        v.retain(|s| s.as_bytes()[0] % 2 == 0);
        v
    });
}

fn dedup(m: &mut Meter, fresh: impl Fn() -> Vec<u64>) {
    batch!(m, fresh, |mut v| {
        v.dedup();
        v
    });
}

fn dedup_random(m: &mut Meter) {
    let mut random = random();
    let fresh = || (0..1_000).map(|_| random() % 2).collect::<Vec<u64>>();
    batch!(m, fresh, |mut v| {
        v.dedup();
        v
    });
}

fn drain_mid_sum(m: &mut Meter) {
    batch!(m, || sequence(|i| i), |mut v| {
        keep(v.drain(opaque(250)..opaque(750)).sum());
        v
    },);
}

fn drain_mid_drop(m: &mut Meter) {
    let full = || vec![1_u64; 64];
    batch!(m, full, |mut v| {
        v.drain(opaque(16)..opaque(32));
        v
    });
}

fn splice(m: &mut Meter, replacements: usize) {
    let fresh = || {
        let mut v = Vec::with_capacity(1_200);
        v.extend(0..1_000_u64);
        v
    };
    batch!(m, fresh, |mut v| {
        v.splice(opaque(400)..opaque(600), 0..opaque(replacements) as u64);
        v
    });
}
