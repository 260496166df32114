//! [`Meter`], which runs an operation some number of times, and the fences that keep the optimiser honest.
//!
//! `std::hint::black_box` sends its argument through memory: a store and a load, as much as the cheaper operations here
//! cost in all. An empty `asm!` block is as opaque and costs no instruction.
//!
//! A loop of a few instructions runs up to twice as fast or as slow by where in a cache line it begins, which an unrelated
//! change may move. So [`repeat!`] and [`batch!`] compile the measured closure [`PLACES`] times, at each distance from the
//! line's start that a loop may have, and the harness has every rival run in each of them.

use std::arch::asm;
use std::time::{Duration, Instant};

/// How many copies of a measured closure there are. Loops begin at multiples of 16 bytes, lines at multiples of 64.
pub(super) const PLACES: usize = 4;

/// [`Meter::repeat`], in the copy of the closure that the meter asks for.
macro_rules! repeat {
    ($meter:expr, $op:expr) => {
        match $meter.place() {
            0 => $meter.repeat::<0>($op),
            1 => $meter.repeat::<16>($op),
            2 => $meter.repeat::<32>($op),
            _ => $meter.repeat::<48>($op),
        }
    };
}

/// [`Meter::batch`], in the copy of the closure that the meter asks for.
macro_rules! batch {
    ($meter:expr, $setup:expr, $op:expr $(,)?) => {
        match $meter.place() {
            0 => $meter.batch::<_, _, 0>($setup, $op),
            1 => $meter.batch::<_, _, 16>($setup, $op),
            2 => $meter.batch::<_, _, 32>($setup, $op),
            _ => $meter.batch::<_, _, 48>($setup, $op),
        }
    };
}

pub(crate) use {batch, repeat};

/// What follows begins `SHIFT` bytes behind the start of a cache line.
#[inline(always)]
fn shift<const SHIFT: usize>() {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: the assembly is nothing but bytes that do nothing.
    unsafe {
        asm!(".p2align 6", ".skip {}, 0x90", const SHIFT, options(nomem, nostack, preserves_flags))
    };
}

/// Runs a case a set number of times, and sums up the time spent in the measured parts.
pub(crate) struct Meter {
    calls: u64,
    /// How many inputs are prepared at a time.
    batch: u64,
    /// Which copy of the closure is measured.
    place: usize,
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
            place: 0,
            elapsed: Duration::ZERO,
            clock: Duration::ZERO,
        }
    }

    pub(super) fn at(mut self, place: usize) -> Self {
        self.place = place;
        self
    }

    pub(crate) fn place(&self) -> usize {
        self.place
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
    pub(crate) fn repeat<const SHIFT: usize>(&mut self, mut op: impl FnMut()) {
        let calls = self.calls;
        self.region(&mut || {
            shift::<SHIFT>();
            for _ in 0..calls {
                op();
            }
        });
    }

    /// Measures calls of `op` on inputs that `setup` makes beforehand; what `op` returns is dropped after the measuring.
    pub(crate) fn batch<I, O, const SHIFT: usize>(
        &mut self,
        mut setup: impl FnMut() -> I,
        mut op: impl FnMut(I) -> O,
    ) {
        let capacity = self.batch.min(self.calls) as usize;
        let mut inputs = Vec::with_capacity(capacity);
        let mut outputs = Vec::with_capacity(capacity);
        let mut left = self.calls;
        while left > 0 {
            let now = left.min(self.batch);
            left -= now;
            inputs.extend((0..now).map(|_| setup()));
            self.region(&mut || {
                shift::<SHIFT>();
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
