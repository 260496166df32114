//! [`Meter`], which runs an operation some number of times, and the fences that keep the optimiser honest.
//!
//! `std::hint::black_box` sends its argument through memory: a store and a load, as much as the cheaper operations here
//! cost in all. An empty `asm!` block is as opaque and costs no instruction.

use std::arch::asm;
use std::time::{Duration, Instant};

/// Runs a case a set number of times, and sums up the time spent in the measured parts.
pub(crate) struct Meter {
    calls: u64,
    /// How many inputs are prepared at a time.
    batch: u64,
    pub(super) elapsed: Duration,
    clock: Duration,
}

impl Meter {
    pub(super) fn new(elements: u64, calls: u64) -> Self {
        // Inputs of a batch stay in the L1 cache when an element is a word.
        let batch = (4096 / elements).clamp(1, 64);
        Self {
            calls,
            batch,
            elapsed: Duration::ZERO,
            clock: Duration::ZERO,
        }
    }

    /// Makes one region of all calls, so that counts of two runs differ by the operation alone.
    pub(super) fn in_one_batch(mut self) -> Self {
        self.batch = self.calls;
        self
    }

    /// Takes off what reading the clock costs, for each region.
    pub(super) fn less_clock(mut self, clock: Duration) -> Self {
        self.clock = clock;
        self
    }

    /// Measures calls of `op`, one after the other.
    pub(crate) fn repeat(&mut self, mut op: impl FnMut()) {
        let calls = self.calls;
        self.region(&mut || {
            for _ in 0..calls {
                op();
            }
        });
    }

    /// Measures calls of `op` on inputs that `setup` makes beforehand; what `op` returns is dropped after the measuring.
    pub(crate) fn batch<I, O>(&mut self, mut setup: impl FnMut() -> I, mut op: impl FnMut(I) -> O) {
        let capacity = self.batch.min(self.calls) as usize;
        let mut inputs = Vec::with_capacity(capacity);
        let mut outputs = Vec::with_capacity(capacity);
        let mut left = self.calls;
        while left > 0 {
            let now = left.min(self.batch);
            left -= now;
            inputs.extend((0..now).map(|_| setup()));
            self.region(&mut || {
                for input in inputs.drain(..) {
                    outputs.push(op(input));
                }
            });
            outputs.clear();
        }
    }

    fn region(&mut self, body: &mut dyn FnMut()) {
        let start = Instant::now();
        measured(body);
        self.elapsed += start.elapsed().saturating_sub(self.clock);
    }

    /// What a region without a body seems to take.
    pub(super) fn clock() -> Duration {
        let empty = |_| {
            let mut meter = Self::new(1, 0);
            meter.region(&mut || ());
            meter.elapsed
        };
        (0..1000).map(empty).min().unwrap_or_default()
    }
}

/// The border of what is measured: valgrind counts between entry and exit of this function.
#[inline(never)]
fn measured(body: &mut dyn FnMut()) {
    body();
}

/// `n`, about which nothing is known.
#[inline(always)]
pub(crate) fn opaque(mut n: usize) -> usize {
    // SAFETY: the assembly is empty.
    unsafe { asm!("/* {0} */", inout(reg) n, options(nomem, nostack, preserves_flags)) };
    n
}

/// `values`, about whose place, length and content nothing is known.
#[inline(always)]
pub(crate) fn opaque_slice<T>(values: &[T]) -> &[T] {
    let mut ptr = values.as_ptr();
    let mut len = values.len();
    // SAFETY: the assembly is empty.
    unsafe {
        asm!("/* {0} {1} */", inout(reg) ptr, inout(reg) len, options(nostack, preserves_flags))
    };
    // SAFETY: these are the parts of `values`, unchanged.
    unsafe { std::slice::from_raw_parts(ptr, len) }
}

/// `value`, about whose place and content nothing is known.
#[inline(always)]
pub(crate) fn opaque_mut<T>(value: &mut T) -> &mut T {
    let mut ptr: *mut T = value;
    // SAFETY: the assembly is empty.
    unsafe { asm!("/* {0} */", inout(reg) ptr, options(nostack, preserves_flags)) };
    // SAFETY: this is the address of `value`, unchanged.
    unsafe { &mut *ptr }
}

/// Makes a number needed, without sending it through memory.
#[inline(always)]
pub(crate) fn keep(value: u64) {
    // SAFETY: the assembly is empty.
    unsafe { asm!("/* {0} */", in(reg) value, options(nomem, nostack, preserves_flags)) };
}

/// Makes needed what has been written behind `ptr`, and whatever else can be reached from elsewhere.
#[inline(always)]
pub(crate) fn keep_memory<T>(ptr: *const T) {
    // SAFETY: the assembly is empty.
    unsafe { asm!("/* {0} */", in(reg) ptr, options(nostack, preserves_flags)) };
}
